package org.marac.gateway.protocol;

import static org.marac.gateway.protocol.ProtocolForm.optional;
import static org.marac.gateway.protocol.ProtocolForm.text;
import static org.marac.gateway.protocol.ProtocolForm.words;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.WorkingHours;

/** From what a document says of waiting to how long something may wait. */
final class WaitsForm {
    private WaitsForm() {}

    static Protocol.Waits waits(JsonNode document) throws UnsoundProtocol {
        JsonNode holds = document.get("holds");
        return holds == null
                ? Protocol.Waits.UNSAID
                : new Protocol.Waits(
                        Duration.parse(text(holds, "normal")),
                        Duration.parse(text(holds, "emergency")),
                        words(holds, "escalate").stream().map(Office::valueOf).toList(),
                        holds.has("hours") ? Optional.of(hours(holds.get("hours"), document)) : Optional.empty());
    }

    /** Bank holidays for as long as the version can be in force, and a year more for what is due after its end. */
    private static WorkingHours hours(JsonNode node, JsonNode document) throws UnsoundProtocol {
        Set<LocalDate> closed =
                words(node, "closed").stream().map(LocalDate::parse).collect(Collectors.toSet());
        optional(node, "nation")
                .ifPresent(nation -> closed.addAll(BankHolidays.of(
                        nation,
                        year(document, "effective"),
                        year(document, "expires").plusYears(1))));
        LocalTime from = LocalTime.parse(text(node, "from"));
        LocalTime until = LocalTime.parse(text(node, "until"));
        if (!from.isBefore(until)) {
            throw new UnsoundProtocol("holds: the working day ends before it begins");
        }
        return new WorkingHours(
                ZoneId.of(text(node, "zone")),
                from,
                until,
                words(node, "days").stream().map(DayOfWeek::valueOf).collect(Collectors.toSet()),
                closed);
    }

    private static Year year(JsonNode document, String date) {
        return Year.of(
                Instant.parse(text(document, date)).atZone(ZoneOffset.UTC).getYear());
    }
}
