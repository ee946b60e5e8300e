package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Role;

/**
 * The documents that come within an HL7 v2 message: observations of the type ED, in Base64. One that is only pointed to (RP) is
 * refused: nobody here fetches it, and in silence it would be lost.
 */
final class Hl7Attachments {
    private static final String ENCAPSULATED = "ED";
    private static final String POINTER = "RP";
    /** ED-2 and ED-3 as senders write them (HL7 tables 0191 and 0291). */
    private static final Map<String, Attachment.Type> TYPES = Map.of(
            "application/pdf", Attachment.Type.PDF,
            "ap/pdf", Attachment.Type.PDF,
            "/pdf", Attachment.Type.PDF,
            "text/plain", Attachment.Type.TEXT,
            "text/", Attachment.Type.TEXT);

    private Hl7Attachments() {}

    static boolean isDocument(Hl7Findings.Finding finding) throws Refused {
        String type = finding.segment().text(2).orElse("");
        return type.equals(ENCAPSULATED) || type.equals(POINTER);
    }

    /** The documents, each about the patient's health where its code says so or the message is a clinical document. */
    static List<Attachment> of(Hl7Findings findings, boolean clinical) throws Refused {
        List<Attachment> found = new ArrayList<>();
        for (Hl7Findings.Finding one : findings.all("DOCUMENT")) {
            found.add(attachment(one, clinical));
        }
        for (Hl7Findings.Finding one : findings.all("DOCUMENT-HEALTH")) {
            found.add(attachment(one, true));
        }
        for (Hl7Findings.Finding one : findings.others()) {
            if (isDocument(one)) {
                found.add(attachment(one, clinical));
            }
        }
        return found;
    }

    private static Attachment attachment(Hl7Findings.Finding finding, boolean health) throws Refused {
        if (!finding.segment().text(2).filter(ENCAPSULATED::equals).isPresent()) {
            throw Refusals.unsupported("attachment-not-in-the-message");
        }
        Hl7Field ed = finding.value();
        String data = ed.part(5)
                .map(text -> text.replaceAll("\\s", ""))
                .orElseThrow(() -> Refusals.unsupported("attachment-not-in-the-message"));
        if (!ed.part(4).filter("Base64"::equalsIgnoreCase).isPresent()) {
            throw Refusals.invalid("not-base64", finding.place());
        }
        return new Attachment(
                health ? DataCategory.HEALTH : DataCategory.NARRATIVE,
                health ? Role.VICTIM : Role.OTHER,
                type(ed).orElseThrow(() -> Refusals.unsupported("attachment-type-not-taken")),
                canonical(data, finding));
    }

    private static Optional<Attachment.Type> type(Hl7Field ed) {
        String name = (ed.part(2).orElse("") + "/" + ed.part(3).orElse("")).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(TYPES.get(name)).or(() -> Attachment.Type.of(name));
    }

    private static String canonical(String data, Hl7Findings.Finding finding) throws Refused {
        try {
            return Base64.getEncoder().encodeToString(Base64.getDecoder().decode(data));
        } catch (IllegalArgumentException e) {
            throw Refusals.invalid("not-base64", finding.place());
        }
    }
}
