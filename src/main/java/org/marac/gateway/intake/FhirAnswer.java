package org.marac.gateway.intake;

import ca.uhn.fhir.context.FhirContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/**
 * What a sender of FHIR is told: a response message when the message was admitted, an OperationOutcome otherwise; the
 * signed receipt with either. Holds nothing of the message but the sender's own id of it.
 *
 * @param status HTTP status
 * @param resource the body
 */
record FhirAnswer(int status, Resource resource) {
    /** Extension that carries the signed receipt (CMS SignedData) on an OperationOutcome. */
    static final String RECEIPT = "https://marac.example/fhir/StructureDefinition/receipt";

    private static final String ERROR_CODES = "https://fhir.nhs.uk/Codesystem/http-error-codes";
    private static final String EVENTS = "https://fhir.nhs.uk/CodeSystem/message-events-bars";
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    static FhirAnswer of(Outcome outcome) {
        Answered answered = outcome.answered();
        if (answered.outcome() == Answered.Outcome.ACCEPTED && !outcome.repeated()) {
            return new FhirAnswer(200, response(outcome));
        }
        FhirError error = FhirError.of(outcome);
        OperationOutcome body = issue(
                error,
                answered.refusal()
                        .map(FhirAnswer::sentence)
                        .orElse("This message was received before and is processed."));
        answered.receipt().ifPresent(receipt -> body.addExtension(RECEIPT, new Base64BinaryType(receipt.toArray())));
        return new FhirAnswer(error.status(), body);
    }

    static FhirAnswer unavailable() {
        return of(
                FhirError.UNAVAILABLE,
                "The message could not be processed now. Nothing of it was kept; send it again.");
    }

    /** For a body that could not be read; this door unpacks none. */
    static FhirAnswer of(HttpBody.Unread unread) {
        return unread.fault() == HttpBody.Fault.TOO_LARGE
                ? of(FhirError.TOO_LARGE, RefusalCode.TOO_LARGE.sentence())
                : of(FhirError.TIMEOUT, "The message did not arrive in time; send it again.");
    }

    /** For what went wrong before, or beside, the main line; the sentence holds nothing of the request. */
    static FhirAnswer of(FhirError error, String sentence) {
        return new FhirAnswer(error.status(), issue(error, sentence));
    }

    /** Writes it in the format the sender accepts; JSON where it does not say. */
    void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean xml = Optional.ofNullable(request.getHeader("Accept"))
                .or(() -> Optional.ofNullable(request.getContentType()))
                .filter(type -> type.contains("xml"))
                .isPresent();
        String text = (xml ? FHIR.newXmlParser() : FHIR.newJsonParser()).encodeResourceToString(resource);
        response.setStatus(status);
        response.setContentType((xml ? "application/fhir+xml" : "application/fhir+json") + ";charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sentence(Refusal refusal) {
        String clauses = refusal.clauses().stream().map(ClauseId::value).collect(Collectors.joining(", "));
        return refusal.code().sentence()
                + refusal.reason().map(reason -> " Reason: " + reason + ".").orElse("")
                + (clauses.isEmpty() ? "" : " Clauses: " + clauses + ".")
                + refusal.position().map(position -> " At: " + position + ".").orElse("");
    }

    private static OperationOutcome issue(FhirError error, String diagnostics) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(error.issue())
                .setDiagnostics(diagnostics)
                .getDetails()
                .addCoding(new Coding().setSystem(ERROR_CODES).setCode(error.code()));
        return outcome;
    }

    private static Bundle response(Outcome outcome) {
        OperationOutcome detail = new OperationOutcome();
        detail.addIssue()
                .setSeverity(IssueSeverity.INFORMATION)
                .setCode(IssueType.INFORMATIONAL)
                .setDiagnostics("Received, decided and filed. Audit log index "
                        + outcome.answered().position().index() + ".");
        Bundle bundle = new Bundle();
        bundle.setId(UUID.randomUUID().toString());
        bundle.setType(Bundle.BundleType.MESSAGE).setTimestamp(new Date());
        String outcomeUrl = "urn:uuid:" + UUID.randomUUID();
        MessageHeader header = new MessageHeader();
        header.setEvent(new Coding().setSystem(EVENTS).setCode("servicerequest-response"));
        header.getSource().setName("MARAC gateway").setEndpoint("https://marac.example/Id/agency");
        header.getResponse()
                .setIdentifier(outcome.message().map(Object::toString).orElse("unknown"))
                .setCode(MessageHeader.ResponseType.OK)
                .setDetails(new Reference(outcomeUrl));
        bundle.addEntry().setFullUrl("urn:uuid:" + UUID.randomUUID()).setResource(header);
        bundle.addEntry().setFullUrl(outcomeUrl).setResource(detail);
        outcome.answered()
                .receipt()
                .ifPresent(receipt -> bundle.addEntry()
                        .setFullUrl("urn:uuid:" + UUID.randomUUID())
                        .setResource(binary(receipt)));
        return bundle;
    }

    private static Binary binary(Bytes receipt) {
        Binary binary = new Binary();
        binary.setContentType("application/pkcs7-mime").setData(receipt.toArray());
        return binary;
    }
}
