package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Position;

class AuditTableTest {

    @Test
    void givesARowForEachResultOfADecision() {
        Listed listed = Listed.of(new Logged(new Position(7), "0.1.0", Entries.admitted()), Optional.empty());

        assertThat(AuditTable.rows(listed))
                .extracting(row -> row.get(4) + ":" + row.get(6) + ":" + row.get(7) + ":" + row.get(8))
                .containsExactly(
                        ":admitted::",
                        "wenbury-marac:permitted:C4.1:",
                        "haven-idva:permitted:C4.2 C5.1:",
                        "wenbury-housing:denied:C7:not-needed-for-purpose");
        assertThat(AuditTable.rows(listed)).allSatisfy(row -> assertThat(row).hasSameSizeAs(AuditTable.HEADINGS));
    }

    @Test
    void aDeliveryHasTheCaseAndTheClausesOfItsDisclosure() {
        Position disclosure = new Position(3);
        Listed listed = Listed.of(
                new Logged(new Position(9), "0.1.0", Entries.delivered(Entries.TO_IDVA, Door.QUEUE, disclosure)),
                Optional.of(Entries.disclosed(Entries.TO_IDVA, Door.QUEUE, new Position(1))));

        assertThat(AuditTable.rows(listed))
                .containsExactly(List.of(
                        "9",
                        "2026-11-21T12:00:00.123456Z",
                        "message.delivered",
                        "wenbury-hospital",
                        "haven-idva",
                        "queue",
                        "delivered",
                        "C4.2 C5.1",
                        "",
                        Entries.CASE,
                        "wenbury-marac v3"));
    }

    @Test
    void noCellIsAFormula() {
        assertThat(AuditTable.csv(List.of("=1+1", "+44", "-1", "@x", "a,b", "say \"x\"", "")))
                .isEqualTo("\"'=1+1\",\"'+44\",\"'-1\",\"'@x\",\"a,b\",\"say \"\"x\"\"\",\"\"");
    }

    @Test
    void columnsStandBelowTheirHeadings() {
        String headings = AuditTable.columns(AuditTable.HEADINGS);
        Listed listed = Listed.of(new Logged(new Position(7), "0.1.0", Entries.turnedAway()), Optional.empty());
        String line = AuditTable.columns(AuditTable.rows(listed).get(0));

        assertThat(line.indexOf("wenbury-fire")).isEqualTo(headings.indexOf("from"));
        assertThat(line.indexOf("refused", line.indexOf("queue"))).isEqualTo(headings.indexOf("result"));
    }
}
