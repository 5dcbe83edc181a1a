// `npm run sandbox`: the local Braze and Heap alone, see sandbox/README.md.
import "@/sandbox/main";
