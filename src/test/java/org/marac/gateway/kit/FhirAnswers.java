package org.marac.gateway.kit;

import java.util.UUID;
import org.marac.gateway.model.AgencyId;

/** What a partner's system answers to a message it was sent (BaRS {@code servicerequest-response}), with more in it than an answer. */
public final class FhirAnswers {
    private static final String ANSWER = """
            {"resourceType": "Bundle", "id": "%1$s", "type": "message", "timestamp": "2026-11-22T10:00:00Z", "entry": [
              {"fullUrl": "urn:uuid:%1$s", "resource": {"resourceType": "MessageHeader", "id": "%1$s",
               "eventCoding": {"system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "servicerequest-response"},
               "destination": [{"endpoint": "https://marac.example/Id/agency|wenbury-marac"}],
               "source": {"endpoint": "https://marac.example/Id/agency|%2$s"},
               "response": {"identifier": "%3$s", "code": "%4$s"}}},
              {"resource": {"resourceType": "Flag", "status": "active", "code": {"text": "Did not attend"},
               "subject": {"reference": "Patient/somebody"}}}]}
            """;

    private FhirAnswers() {}

    /**
     * One, under an id of its own.
     *
     * @param request the message it answers
     * @param code {@code ok}, {@code transient-error} or {@code fatal-error}
     */
    public static String answer(AgencyId from, String request, String code) {
        return ANSWER.formatted(UUID.randomUUID(), from, request, code);
    }
}
