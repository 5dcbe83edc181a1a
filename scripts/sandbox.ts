// `npm run sandbox`: only the local Braze and Heap, see sandbox/README.md.
import "@/sandbox/main";
