package org.marac.gateway.format;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Refused;

/**
 * FHIR R4 messages, in JSON and in XML (HL7 FHIR R4, messaging; NHS Booking and Referral Standard). The text is looked over before the FHIR
 * parser sees it, and narratives are never read.
 */
final class Fhir {
    static final String NOT_A_MESSAGE = "not-a-message-bundle";
    private static final int LARGEST = 4 * 1024 * 1024;

    private final FhirContext context;

    Fhir() {
        this.context = FhirContext.forR4();
        context.getParserOptions().setOverrideResourceIdWithBundleEntryFullUrl(false);
        context.setParserErrorHandler(new StrictErrorHandler());
    }

    /** What leaves in FHIR. */
    FhirOut out() {
        return new FhirOut(context);
    }

    /** Reads {@code application/fhir+json}. */
    Message json(Opened opened, AgencyId sender, AgencyId self) throws Refused {
        String text = Json.text(limited(opened.content()));
        JsonNode tree = Json.tree(text);
        if (!tree.path("resourceType").asText().equals("Bundle")
                || !tree.path("type").asText().equals("message")) {
            throw Refusals.invalid(NOT_A_MESSAGE, "Bundle");
        }
        return understand(parse(context.newJsonParser(), text), opened.conversation(), sender, self);
    }

    /** Reads {@code application/fhir+xml}. */
    Message xml(Opened opened, AgencyId sender, AgencyId self) throws Refused {
        String text = XmlGuard.check(Json.text(limited(opened.content())));
        return understand(parse(context.newXmlParser(), text), opened.conversation(), sender, self);
    }

    private static Message understand(
            Bundle bundle, Optional<MessageId> conversation, AgencyId sender, AgencyId self) throws Refused {
        Entries entries = Entries.of(bundle);
        FhirEnvelope.check(entries, sender, self);
        return new FhirReferral(entries, sender, conversation).message();
    }

    private static Bytes limited(Bytes bytes) throws Refused {
        if (bytes.size() > LARGEST) {
            throw Refusals.unreadable("too-large");
        }
        return bytes;
    }

    private static Bundle parse(IParser parser, String text) throws Refused {
        try {
            return parser.parseResource(Bundle.class, text);
        } catch (RuntimeException e) {
            // The parser throws unchecked on hostile input, not only its own type, and its messages quote the input.
            throw Refusals.invalid("not-fhir-r4", "Bundle");
        }
    }
}
