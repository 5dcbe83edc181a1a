export interface Page {
  path: string;
}
