export type Endpoint = string;
