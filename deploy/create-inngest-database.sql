-- Inngest keeps its history beside Tributary's data, in a database of its own. Runs once, when the volume is made.
CREATE DATABASE inngest;
