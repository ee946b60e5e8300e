package org.marac.gateway.kit;

import java.time.Instant;
import java.util.UUID;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.MessageId;

/** One conversation of a health system with the gateway: a referral of people nobody else speaks of, and what follows it. */
public final class FhirTale {
    public final MessageId conversation;
    private final String victim = Tale.surname();
    private final String perpetrator = Tale.surname();

    public FhirTale() {
        this(new MessageId(UUID.randomUUID().toString()));
    }

    public FhirTale(MessageId conversation) {
        this.conversation = conversation;
    }

    /** One message of it. */
    public record Said(MessageId id, Instant at, String bundle) {
        /** The same with something else in it. */
        public Said with(String before, String after) {
            if (!bundle.contains(before)) {
                throw new IllegalArgumentException("There is no " + before);
            }
            return new Said(id, at, bundle.replace(before, after));
        }

        public Said from(AgencyId sender) {
            return with("Id/agency|wenbury-hospital", "Id/agency|" + sender)
                    .with("\"value\": \"wenbury-hospital\"", "\"value\": \"" + sender + "\"");
        }
    }

    public Said referral(Instant said) {
        return message("new", "active", said);
    }

    public Said update(Instant said) {
        return message("update", "active", said);
    }

    public Said cancel(Instant said) {
        return message("update", "revoked", said);
    }

    public Said createdInError(Instant said) {
        return message("delete", "entered-in-error", said);
    }

    /** A message with this reason and this status. */
    public Said message(String reason, String status, Instant said) {
        String id = UUID.randomUUID().toString();
        String bundle = Examples.text("hospital-referral.fhir.json")
                .replace(Examples.ID, id)
                .replace(Examples.CREATED, said.toString())
                .replace("\"code\": \"new\"", "\"code\": \"" + reason + "\"")
                .replace("\"status\": \"active\", \"intent\"", "\"status\": \"" + status + "\", \"intent\"")
                .replace("Ashdown", victim)
                .replace("Colthorpe-Vane", perpetrator)
                .replace(
                        "{\"system\": \"https://fhir.nhs.uk/Id/nhs-number\", \"value\": \"9990000018\"}",
                        "{\"system\": \"urn:hospital\", \"value\": \"" + victim + "\"}");
        return new Said(new MessageId(id), said, bundle);
    }

    public String victim() {
        return victim;
    }
}
