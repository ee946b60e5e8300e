package org.marac.gateway.format;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Refused;

/**
 * FHIR R4 messages, in JSON and in XML (HL7 FHIR R4, messaging; NHS Booking and Referral Standard). The text is looked over before the FHIR
 * parser sees it, and narratives are never read.
 */
final class Fhir {
    static final String NOT_A_MESSAGE = "not-a-message-bundle";
    private static final int LARGEST = 4 * 1024 * 1024;

    /** One for all: it learns each kind of resource when that is first met, which is dear, and is safe to share between threads. */
    private static final FhirContext CONTEXT = context();

    private static FhirContext context() {
        FhirContext context = FhirContext.forR4();
        context.getParserOptions().setOverrideResourceIdWithBundleEntryFullUrl(false);
        context.setParserErrorHandler(new StrictErrorHandler());
        return context;
    }

    /** What leaves in FHIR. */
    FhirOut out() {
        return new FhirOut(CONTEXT);
    }

    /** Reads {@code application/fhir+json} or {@code application/fhir+xml}. */
    Message read(Opened opened, AgencyId sender, AgencyId self) throws Refused {
        Entries entries = entries(opened);
        FhirEnvelope.check(entries, sender, self);
        return new FhirReferral(entries, sender, opened.conversation()).message();
    }

    /** What it answers; empty of everything that answers nothing. Only what names the event at all is parsed for it. */
    Optional<PartnerAnswer> answer(Opened opened, AgencyId sender, AgencyId self) throws Refused {
        if (!Json.text(limited(opened.content())).contains(FhirAnswering.EVENT)) {
            return Optional.empty();
        }
        Entries entries = entries(opened);
        return FhirAnswering.isOne(entries)
                ? Optional.of(FhirAnswering.read(entries, opened.conversation(), sender, self))
                : Optional.empty();
    }

    private Entries entries(Opened opened) throws Refused {
        String text = Json.text(limited(opened.content()));
        return Entries.of(opened.type() == MediaType.FHIR_XML ? xml(text) : json(text));
    }

    private Bundle json(String text) throws Refused {
        JsonNode tree = Json.tree(text);
        if (!tree.path("resourceType").asText().equals("Bundle")
                || !tree.path("type").asText().equals("message")) {
            throw Refusals.invalid(NOT_A_MESSAGE, "Bundle");
        }
        return parse(CONTEXT.newJsonParser(), text);
    }

    private Bundle xml(String text) throws Refused {
        return parse(CONTEXT.newXmlParser(), XmlGuard.check(text));
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
