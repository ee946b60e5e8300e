package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Communication.CommunicationPayloadComponent;
import org.hl7.fhir.r4.model.Reference;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.Role;

/**
 * The documents that come within a FHIR message: in the payload of a communication, whose category says what is in them.
 * One that is only linked to is refused: nobody here fetches it, and in silence it would be lost.
 */
final class FhirAttachments {
    private static final String PLACE = "Communication.payload.content";

    private FhirAttachments() {}

    static List<Attachment> of(Entries entries) throws Refused {
        List<Attachment> found = new ArrayList<>();
        for (Communication said : entries.all(Communication.class)) {
            boolean health = said.getCategory().stream()
                    .flatMap(category -> Fields.codes(category, Codes.NARRATIVE))
                    .anyMatch("health"::equals);
            for (CommunicationPayloadComponent payload : said.getPayload()) {
                if (payload.getContent() instanceof Reference) {
                    throw Refusals.unsupported("attachment-not-in-the-message");
                }
                if (payload.getContent() instanceof org.hl7.fhir.r4.model.Attachment document) {
                    found.add(attachment(document, health));
                }
            }
        }
        return found;
    }

    private static Attachment attachment(org.hl7.fhir.r4.model.Attachment document, boolean health) throws Refused {
        if (!document.hasData()) {
            throw Refusals.unsupported("attachment-not-in-the-message");
        }
        Attachment.Type type = Fields.text(document.getContentType())
                .flatMap(Attachment.Type::of)
                .orElseThrow(() -> Refusals.unsupported("attachment-type-not-taken"));
        if (document.getData().length == 0) {
            throw Refusals.invalid("missing-property", PLACE);
        }
        return new Attachment(
                health ? DataCategory.HEALTH : DataCategory.NARRATIVE,
                health ? Role.VICTIM : Role.OTHER,
                type,
                Base64.getEncoder().encodeToString(document.getData()));
    }
}
