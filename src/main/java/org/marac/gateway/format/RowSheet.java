package org.marac.gateway.format;

import java.util.Optional;

/**
 * An agency's {@code rows.yaml}: which sheet of a workbook has the rows, and what its columns are.
 *
 * @param sheet the sheet's name; empty where a workbook has only one that is filled
 * @param mapping its columns
 */
record RowSheet(Optional<String> sheet, RowMapping mapping) {
    static final Mappings.Kind<RowSheet> KIND = new Mappings.Kind<>("rows.yaml", RowSheet::read);

    private static RowSheet read(MappingFile file) throws Flawed {
        MappingBlock top = file.top();
        return new RowSheet(top.optional("sheet"), RowMapping.read(top, "columns", block -> block.texts("headers")));
    }
}
