package org.marac.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsStandBelowTheirHeadings() {
        Table table = new Table("index", "for", "outcome");
        table.row("7", "wenbury-childrens-services", "denied");
        table.row("12345678", "", "permitted");

        assertThat(table.text()).isEqualTo("""
                index     for                         outcome
                --------  --------------------------  ---------
                7         wenbury-childrens-services  denied
                12345678                              permitted
                """);
    }

    @Test
    void noCellIsAFormulaForASpreadsheet() {
        Table table = new Table("a", "b", "c", "d", "e", "f");
        table.row("=1+1", "+44", "-1", "@x", "a,b", "say \"x\"");

        assertThat(table.csv()).isEqualTo("""
                "a","b","c","d","e","f"\r
                "'=1+1","'+44","'-1","'@x","a,b","say ""x""\"\r
                """);
    }
}
