package org.marac.gateway.format;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;

/** Is this FHIR message one for us to read? What it is about, who it says it is from and for, before any person in it is read. */
final class FhirEnvelope {
    private static final String URN = "urn:uuid:";
    private static final String USE_CASE_REASON = "not-a-marac-referral";

    private FhirEnvelope() {}

    static void check(Entries entries, AgencyId sender, AgencyId self) throws Refused {
        MessageHeader header = entries.header();
        event(header);
        checkParties(entries, sender, self);
        List<ServiceRequest> requests = entries.all(ServiceRequest.class);
        if (requests.size() != 1 || !isOurs(requests.get(0))) {
            throw Refusals.unsupported(USE_CASE_REASON);
        }
        for (Resource resource : entries.resources()) {
            if (!Codes.RESOURCES.contains(resource.getResourceType())) {
                throw Refusals.unsupported("resource-not-admitted");
            }
        }
    }

    /** It is for us, and from whom it says. */
    static void checkParties(Entries entries, AgencyId sender, AgencyId self) throws Refused {
        addressed(entries.header(), self);
        spokenBy(entries, sender);
    }

    /** Most headers of the field are known by their address alone. */
    static MessageId id(Entries entries) throws Refused {
        List<Supplier<Optional<String>>> places = List.of(
                () -> Fields.text(entries.header().getIdElement().getIdPart()),
                () -> entries.fullUrl(entries.header())
                        .filter(url -> url.startsWith(URN))
                        .map(url -> url.substring(URN.length())),
                () -> Fields.text(entries.bundle().getIdElement().getIdPart()));
        String id = places.stream()
                .flatMap(place -> place.get().stream())
                .findFirst()
                .orElseThrow(() -> Refusals.invalid("missing-property", "MessageHeader.id"));
        if (!MessageId.isValid(id)) {
            throw Refusals.invalid("wrong-form", "MessageHeader.id");
        }
        return new MessageId(id);
    }

    private static void event(MessageHeader header) throws Refused {
        if (!header.hasEventCoding()) {
            throw header.hasEventUriType()
                    ? Refusals.unsupported("event-not-supported")
                    : Refusals.invalid("missing-property", "MessageHeader.eventCoding");
        }
        if (!Codes.EVENT_SYSTEM.equals(header.getEventCoding().getSystem())
                || !Codes.EVENT.equals(header.getEventCoding().getCode())) {
            throw Refusals.unsupported("event-not-supported");
        }
        if (!FhirIntent.isReason(header)) {
            throw Refusals.unsupported("reason-not-supported");
        }
    }

    /** A destination is not a URL to call, but {@code system|agency}. */
    private static void addressed(MessageHeader header, AgencyId self) throws Refused {
        if (header.getDestination().isEmpty()) {
            throw Refusals.invalid("missing-property", "MessageHeader.destination");
        }
        String us = Codes.AGENCY + "|" + self.value();
        if (header.getDestination().stream().noneMatch(d -> us.equals(d.getEndpoint()))) {
            throw new Refused(Refusal.of(RefusalCode.NOT_FOR_US));
        }
    }

    /** Where the message names its sender in our own numbering, it must be the agency the channel proved. */
    private static void spokenBy(Entries entries, AgencyId sender) throws Refused {
        MessageHeader header = entries.header();
        Optional<String> endpoint = Optional.ofNullable(header.getSource().getEndpoint())
                .filter(e -> e.startsWith(Codes.AGENCY + "|"))
                .map(e -> e.substring(Codes.AGENCY.length() + 1));
        if (endpoint.isPresent() && !endpoint.get().equals(sender.value())) {
            throw Refusals.invalid("sender-is-not-the-peer", "MessageHeader.source.endpoint");
        }
        Optional<Organization> organisation = entries.find(header.getSender(), Organization.class);
        for (Identifier id : organisation.map(Organization::getIdentifier).orElse(List.of())) {
            if (Codes.AGENCY.equals(id.getSystem()) && !sender.value().equals(id.getValue())) {
                throw Refusals.invalid("sender-is-not-the-peer", "MessageHeader.sender");
            }
        }
    }

    private static boolean isOurs(ServiceRequest request) {
        for (CodeableConcept category : request.getCategory()) {
            if (Fields.has(category, Codes.USE_CASE, Codes.MARAC_REFERRAL)) {
                return true;
            }
        }
        return false;
    }
}
