package org.marac.gateway.format;

import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.marac.gateway.model.Refused;

/**
 * What does the sender want done? The NHS Booking and Referral Standard says it by the reason of the message and the status
 * of the request together: update with revoked cancels, delete with entered-in-error was created in error.
 */
enum FhirIntent {
    /** It says something for the first time. */
    NEW,
    /** All of it again, as it is now. */
    UPDATE,
    CANCEL,
    CREATED_IN_ERROR;

    /** BaRS calls a combination that its workflow does not have an invariant. */
    static final String NO_SUCH_WORKFLOW = "workflow-not-possible";

    private static final String POSITION = "ServiceRequest.status";

    static FhirIntent of(MessageHeader header, ServiceRequest request) throws Refused {
        if (!request.hasStatus()) {
            throw Refusals.invalid("missing-property", POSITION);
        }
        boolean active = request.getStatus() == ServiceRequestStatus.ACTIVE;
        if (is(header, "new") && active) {
            return NEW;
        }
        if (is(header, "update") && active) {
            return UPDATE;
        }
        if (is(header, "update") && request.getStatus() == ServiceRequestStatus.REVOKED) {
            return CANCEL;
        }
        if (is(header, "delete") && request.getStatus() == ServiceRequestStatus.ENTEREDINERROR) {
            return CREATED_IN_ERROR;
        }
        throw Refusals.invalid(NO_SUCH_WORKFLOW, POSITION);
    }

    /** Whether BaRS knows the reason. */
    static boolean isReason(MessageHeader header) {
        return is(header, "new") || is(header, "update") || is(header, "delete");
    }

    private static boolean is(MessageHeader header, String reason) {
        return Fields.has(header.getReason(), Codes.REASON_SYSTEM, reason);
    }
}
