import { describe, expect, it } from "vitest";
import { countStatement, selectionStatement } from "#components/data/file-list-status.tsx";
import { rowsStatement } from "#components/data/preview-rows-table.tsx";
import { isCurrentPlace } from "#components/shell/navigation.ts";

describe("statements under a list", () => {
  it("says that more is to come while the listing is not complete", () => {
    expect(countStatement(5000, true)).toBe("5,000 entries loaded, more to come");
    expect(countStatement(1, false)).toBe("1 entry");
  });

  it("gives no size for directories alone", () => {
    const entries = [{ name: "a", kind: "directory" as const, sizeBytes: null, modifiedAt: null }];
    expect(selectionStatement(entries, new Set(["a"]))).toBe("1 selected");
  });

  it("does not pretend to know how many rows a file has", () => {
    const rows = Array.from({ length: 200 }, () => ["1"]);
    const table = { columns: [], rows, bytesRead: 65_536 };
    expect(rowsStatement({ ...table, rowsTotal: null })).toBe("First 200 rows · read 64.0 KiB of the file");
    expect(rowsStatement({ ...table, rowsTotal: 1_240_881 })).toBe(
      "First 200 of 1,240,881 rows · read 64.0 KiB of the file",
    );
  });
});

describe("where the navigation says one is", () => {
  it("a place below counts, a place with the same beginning does not", () => {
    expect(isCurrentPlace("/contoso-dairy/data/raw", "/contoso-dairy/data")).toBe(true);
    expect(isCurrentPlace("/contoso-dairy/database", "/contoso-dairy/data")).toBe(false);
    expect(isCurrentPlace("/contoso-dairy", "/")).toBe(false);
  });
});
