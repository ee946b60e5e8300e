package org.marac.gateway.format;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Header;
import org.marac.gateway.model.Information;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Role;

/** A document about a case (MDM^T02): its text becomes items of what the sender knows, what is enclosed an attachment. */
final class Hl7Document {
    private static final int LONGEST = 20_000;

    private Hl7Document() {}

    /** @throws Refused {@code UNSUPPORTED} where TXA-2 does not say that the document is for a MARAC */
    static Information read(Hl7Segments segments, Hl7Findings findings, Header header) throws Refused {
        Hl7Segment txa = segments.need("TXA");
        if (!txa.text(2).filter(Hl7Codes.MARAC::equals).isPresent()) {
            throw Refusals.unsupported("not-a-marac-document");
        }
        Optional<LocalDate> asOf = Hl7Person.date(txa, 4);
        List<Information.Item> items = new ArrayList<>();
        for (String text : texts(findings, header.attachments())) {
            items.add(new Information.Item(
                    DataCategory.HEALTH,
                    // A clinical document holds facts and judgements; what is not told apart counts as judgement.
                    Information.Assertion.OPINION,
                    Role.VICTIM,
                    asOf,
                    Optional.empty(),
                    text,
                    Optional.empty(),
                    List.of(),
                    Optional.empty()));
        }
        Hl7Parties parties = new Hl7Parties(findings);
        return new Information(
                header,
                new Hl7Victim(segments, findings).person(),
                parties.allegedPerpetrators().stream().map(p -> p.person()).toList(),
                parties.children(),
                parties.exclusions(),
                items);
    }

    private static List<String> texts(Hl7Findings findings, List<Attachment> enclosed) throws Refused {
        List<String> lines = new ArrayList<>();
        for (String code : List.of("HEALTH", "REASON", "HISTORY", "WISHES", "OTHER")) {
            for (Hl7Findings.Finding finding : findings.all(code)) {
                lines.add(finding.prose());
            }
        }
        for (Hl7Findings.Finding finding : findings.others()) {
            if (!Hl7Attachments.isDocument(finding)) {
                lines.add(line(finding));
            }
        }
        lines.addAll(findings.notes());
        if (lines.isEmpty() && !enclosed.isEmpty()) {
            lines.add("A document is enclosed.");
        }
        String all = String.join("\n", lines);
        return Stream.iterate(0, at -> at < all.length(), at -> at + LONGEST)
                .map(at -> all.substring(at, Math.min(all.length(), at + LONGEST)))
                .toList();
    }

    /** An observation in words: what was observed, its value and unit, its notes. */
    static String line(Hl7Findings.Finding finding) throws Refused {
        Optional<String> words = finding.segment().part(3, 2);
        Optional<String> name = words.isPresent() ? words : finding.segment().text(3);
        Optional<String> value = finding.segment().prose(5);
        Optional<String> unit = finding.segment().text(6);
        String said = String.join(
                " ", Stream.of(value, unit).flatMap(Optional::stream).toList());
        List<String> lines = new ArrayList<>(
                List.of(name.map(n -> said.isEmpty() ? n : n + ": " + said).orElse(said)));
        lines.addAll(finding.notes());
        return String.join("\n", lines);
    }
}
