-- Inngest keeps its history beside Tributary's data, in its own database. Runs once, when the volume is created.
CREATE DATABASE inngest;
