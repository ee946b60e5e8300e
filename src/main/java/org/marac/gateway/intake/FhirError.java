package org.marac.gateway.intake;

import java.util.Set;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/**
 * The error table of the NHS Booking and Referral Standard, receiver side.
 *
 * @param status HTTP status
 * @param code {@code REC_…}, in the system {@code http-error-codes}
 * @param issue FHIR issue type; tells a duplicate (already processed) from a conflict
 */
record FhirError(int status, String code, IssueType issue) {
    private static final Set<String> NOT_ACTIVE = Set.of("withdrawn-already", "overtaken");

    static final FhirError DUPLICATE = new FhirError(409, "REC_CONFLICT", IssueType.DUPLICATE);
    static final FhirError UNAVAILABLE = new FhirError(503, "REC_SERVICE_UNAVAILABLE", IssueType.TRANSIENT);
    static final FhirError NOT_FOUND = new FhirError(404, "REC_NOT_FOUND", IssueType.NOTFOUND);
    static final FhirError METHOD_NOT_ALLOWED = new FhirError(405, "REC_METHOD_NOT_ALLOWED", IssueType.NOTSUPPORTED);
    static final FhirError TIMEOUT = new FhirError(408, "REC_TIMEOUT", IssueType.TIMEOUT);
    static final FhirError TOO_LARGE = new FhirError(413, "REC_UNPROCESSABLE_ENTITY", IssueType.TOOCOSTLY);
    static final FhirError BAD_REQUEST = new FhirError(400, "REC_BAD_REQUEST", IssueType.INVALID);

    static FhirError of(Outcome outcome) {
        Answered answered = outcome.answered();
        return answered.refusal().map(FhirError::of).orElse(DUPLICATE);
    }

    private static FhirError of(Refusal refusal) {
        RefusalCode code = refusal.code();
        return switch (code) {
            case TOO_LARGE -> TOO_LARGE;
            case UNKNOWN_MEDIA_TYPE -> new FhirError(415, "REC_BAD_REQUEST", IssueType.NOTSUPPORTED);
            case UNKNOWN_PEER -> new FhirError(401, "REC_UNAUTHORIZED", IssueType.SECURITY);
            case NO_PROTOCOL_IN_FORCE,
                    NOT_A_SIGNATORY,
                    CHANNEL_NOT_AGREED,
                    BAD_SIGNATURE,
                    CERTIFICATE_REJECTED,
                    WEAK_ALGORITHM -> new FhirError(403, "REC_FORBIDDEN", IssueType.FORBIDDEN);
            case CONFLICT -> new FhirError(409, "REC_CONFLICT", IssueType.CONFLICT);
            case UNREADABLE -> new FhirError(400, "REC_BAD_REQUEST", IssueType.INVALID);
            case INVALID ->
                new FhirError(
                        400,
                        "REC_BAD_REQUEST",
                        refusal.reason().map(FhirError::invalid).orElse(IssueType.INVALID));
            case OUT_OF_TIME -> new FhirError(400, "REC_BAD_REQUEST", IssueType.VALUE);
            case UNSUPPORTED -> new FhirError(422, "REC_UNPROCESSABLE_ENTITY", IssueType.NOTSUPPORTED);
            case NOT_CORRECTABLE -> notCorrectable(refusal);
            case NOT_FOR_US, DENIED, ONLY_A_TEST ->
                new FhirError(422, "REC_UNPROCESSABLE_ENTITY", IssueType.BUSINESSRULE);
        };
    }

    private static IssueType invalid(String reason) {
        return switch (reason) {
            case "required" -> IssueType.REQUIRED;
            case "workflow-not-possible" -> IssueType.INVARIANT;
            default -> IssueType.INVALID;
        };
    }

    /** What is not active cannot be updated or cancelled: BaRS has no such workflow. */
    private static FhirError notCorrectable(Refusal refusal) {
        return refusal.reason().filter(NOT_ACTIVE::contains).isPresent()
                ? new FhirError(400, "REC_BAD_REQUEST", IssueType.INVARIANT)
                : new FhirError(422, "REC_UNPROCESSABLE_ENTITY", IssueType.BUSINESSRULE);
    }
}
