import { expect, test } from "vitest";
import { scriptsOf } from "./scripts-of";

test("each script of the page counts once, however it is named, and none for old browsers", () => {
  const html = `
    <link rel="preload" as="script" href="/_next/static/chunks/main-1a.js"/>
    <script src="/_next/static/chunks/main-1a.js?dpl=3" async=""></script>
    <script src="/_next/static/chunks/polyfills-9.js" noModule=""></script>
    <script>self.__next_f.push([1,"2:I[7,[\\"/_next/static/chunks/app/page-b~2.js\\"],\\"Page\\"]"])</script>
    <script>self.__next_f.push([1,"3:I[8,[\\"static/chunks/list.js\\"],\\"List\\"]"])</script>`;
  expect(scriptsOf(html)).toEqual([
    "/_next/static/chunks/main-1a.js",
    "/_next/static/chunks/app/page-b~2.js",
    "/_next/static/chunks/list.js",
  ]);
});
