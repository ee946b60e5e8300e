package org.marac.gateway.format;

import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.PartnerAnswer.Code;
import org.marac.gateway.model.Refused;

/** A FHIR message that answers another (NHS Booking and Referral Standard, {@code servicerequest-response}): what does it answer? */
final class FhirAnswering {
    static final String EVENT = "servicerequest-response";
    private static final Map<ResponseType, Code> CODES = Map.of(
            ResponseType.OK, Code.OK,
            ResponseType.TRANSIENTERROR, Code.TRANSIENT_ERROR,
            ResponseType.FATALERROR, Code.FATAL_ERROR);

    private FhirAnswering() {}

    static boolean isOne(Entries entries) {
        MessageHeader header = entries.header();
        return header.hasEventCoding()
                && Codes.EVENT_SYSTEM.equals(header.getEventCoding().getSystem())
                && EVENT.equals(header.getEventCoding().getCode());
    }

    static PartnerAnswer read(Entries entries, Optional<MessageId> conversation, AgencyId sender, AgencyId self)
            throws Refused {
        FhirEnvelope.checkParties(entries, sender, self);
        MessageHeader.MessageHeaderResponseComponent response = entries.header().getResponse();
        String request = Fields.text(response.getIdentifier())
                .orElseThrow(() -> Refusals.invalid("missing-property", "MessageHeader.response.identifier"));
        if (!MessageId.isValid(request)) {
            throw Refusals.invalid("wrong-form", "MessageHeader.response.identifier");
        }
        Code code = Optional.ofNullable(response.getCode())
                .map(CODES::get)
                .orElseThrow(() -> Refusals.invalid("missing-property", "MessageHeader.response.code"));
        return new PartnerAnswer(FhirEnvelope.id(entries), conversation, new MessageId(request), code);
    }
}
