package org.marac.gateway.format;

import static org.marac.gateway.format.FhirOutEntries.text;

import com.fasterxml.jackson.databind.JsonNode;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Envelope;

/**
 * What the gateway itself tells an agency about a message of its own, as the late answer to it ({@code servicerequest-response} of the
 * NHS Booking and Referral Standard): which message, that there is something for a person to read, and the sealed notice. What the
 * notice says stands in it alone, whatever the channel may carry in clear.
 */
final class FhirOutNotice {
    private static final String DEFINITION = "https://marac.example/MessageDefinition/marac-notice";
    private static final String WORDS =
            "About what you sent there is a notice, in the sealed document. Bring it to a person at once.";

    private FhirOutNotice() {}

    /** Its entries. */
    static void write(FhirOutEntries entries, Envelope envelope, AgencyId recipient, Bytes sealed, JsonNode notice) {
        MessageHeader header = new MessageHeader();
        entries.add(header);
        header.setEvent(new Coding().setSystem(Codes.EVENT_SYSTEM).setCode(FhirAnswering.EVENT))
                .setReason(new CodeableConcept(
                        new Coding().setSystem(Codes.REASON_SYSTEM).setCode("new")))
                .setDefinition(DEFINITION);
        FhirOut.address(header, envelope, recipient);
        header.setSender(entries.add(FhirOut.organisation(envelope.from())));
        // "ok": the message itself was accepted, and is not to be sent again.
        header.getResponse()
                .setIdentifier(text(notice, "message").orElse("unknown"))
                .setCode(MessageHeader.ResponseType.OK)
                .setDetails(entries.add(outcome()));
        header.addFocus(FhirOut.document(entries, sealed, "A notice, signed by the gateway and sealed for you"));
    }

    private static OperationOutcome outcome() {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.WARNING)
                .setCode(IssueType.INFORMATIONAL)
                .setDetails(new CodeableConcept().setText(WORDS));
        return outcome;
    }
}
