package org.marac.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Refusal;

/**
 * What the sender of an HL7 v2 message is told (HL7 v2.5.1 §2.9): in original mode one acknowledgement, in enhanced mode a commit and
 * an application acknowledgement as asked. The signed receipt stands in a segment of our own, {@code ZRC}.
 */
final class MllpAcknowledgement {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxxxx").withZone(ZoneOffset.UTC);
    /** Where something is wrong, as the adapter of the format says it. */
    private static final Pattern PLACE = Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[([0-9]+)](?:\\.([0-9]+))?)?");

    private final MllpHeader header;
    private final Answered answered;
    private final Instant now;

    private MllpAcknowledgement(MllpHeader header, Answered answered, Instant now) {
        this.header = header;
        this.answered = answered;
        this.now = now;
    }

    static MllpReply of(MllpHeader header, Answered answered, Instant now) {
        MllpAcknowledgement made = new MllpAcknowledgement(header, answered, now);
        return new MllpReply(made.kinds().stream().map(made::document).toList());
    }

    /** Which acknowledgements are due, by their first letter: {@code C} or {@code A}. */
    private List<Character> kinds() {
        if (!header.isEnhanced()) {
            return List.of('A');
        }
        boolean accepted = answered.refusal().isEmpty();
        List<Character> due = new ArrayList<>();
        if (asked(15, accepted)) {
            due.add('C');
        }
        // What was not taken over is not answered a second time by the application behind.
        if (asked(16, accepted) && (accepted || due.isEmpty())) {
            due.add('A');
        }
        return due;
    }

    /** HL7 table 0155: always, never, on error or rejection only, on success only. */
    private boolean asked(int field, boolean accepted) {
        return switch (header.part(field, 1)) {
            case "AL" -> true;
            case "ER" -> !accepted;
            case "SU" -> accepted;
            default -> false;
        };
    }

    private Bytes document(char kind) {
        Optional<MllpCondition> condition = answered.refusal().map(MllpCondition::of);
        String verdict = kind + condition.map(c -> c.rejected() ? "R" : "E").orElse("A");
        List<String> segments = new ArrayList<>();
        segments.add(head(kind));
        segments.add(line("MSA", verdict, header.raw(10)));
        answered.refusal().ifPresent(refusal -> segments.add(error(refusal, condition.orElseThrow())));
        answered.receipt()
                .ifPresent(receipt -> segments.add(line(
                        "ZRC",
                        "1",
                        parts(
                                "",
                                "application",
                                "pkcs7-mime",
                                "Base64",
                                Base64.getEncoder().encodeToString(receipt.toArray())))));
        return Bytes.of((String.join("\r", segments) + "\r").getBytes(StandardCharsets.ISO_8859_1));
    }

    private String head(char kind) {
        String event = header.part(9, 2);
        List<String> type = new ArrayList<>(List.of("ACK"));
        if (!event.isEmpty()) {
            type.add(event);
            if (header.version() > 2.35) {
                type.add("ACK");
            }
        }
        List<String> fields = new ArrayList<>(List.of(
                "MSH",
                header.delimiters().substring(1),
                header.raw(5).isEmpty() ? "MARAC" : header.raw(5),
                header.raw(6),
                header.raw(3),
                header.raw(4),
                TIME.format(now),
                "",
                parts(type.toArray(String[]::new)),
                "MARAC" + kind + answered.position().index(),
                header.raw(11).isEmpty() ? "P" : header.raw(11),
                header.raw(12).isEmpty() ? "2.5.1" : header.raw(12)));
        if (!header.raw(18).isEmpty()) {
            fields.addAll(List.of("", "", "", "", "", header.raw(18)));
        }
        return line(fields.toArray(String[]::new));
    }

    private String error(Refusal refusal, MllpCondition condition) {
        Optional<String[]> place = refusal.position().flatMap(MllpAcknowledgement::place);
        String code = Integer.toString(condition.code());
        boolean old = header.version() < 2.45;
        return line(
                "ERR",
                old ? first(place, code, condition) : "",
                place.map(this::parts).orElse(""),
                parts(code, condition.words(), "HL70357"),
                "E",
                parts(refusal.code().code(), "", "99MARAC"),
                "",
                diagnosis(refusal),
                refusal.code().sentence());
    }

    /** ERR-1, the only field of the segment before version 2.5. */
    private String first(Optional<String[]> place, String code, MllpCondition condition) {
        String sub = header.delimiters().substring(4, 5);
        List<String> at = new ArrayList<>(List.of(place.orElse(new String[0])));
        while (at.size() < 3) {
            at.add("");
        }
        at.add(String.join(sub, code, condition.words(), "HL70357"));
        return parts(at.toArray(String[]::new));
    }

    private static String diagnosis(Refusal refusal) {
        return String.join(
                " at ",
                Stream.of(refusal.reason(), refusal.position())
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<String[]> place(String position) {
        Matcher place = PLACE.matcher(position);
        if (!place.matches()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= 3 && place.group(i) != null; i++) {
            parts.add(place.group(i));
        }
        return Optional.of(parts.toArray(String[]::new));
    }

    private String line(String... fields) {
        return String.join(header.delimiters().substring(0, 1), fields);
    }

    private String parts(String... components) {
        return String.join(header.delimiters().substring(1, 2), components);
    }
}
