package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Flag;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.StringType;
import org.marac.gateway.model.Consent.State;
import org.marac.gateway.model.Consent.WithoutConsent;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;

/** What the professional says: who refers, consent, the prior referral and the free text. */
final class FhirWords {
    private final Entries entries;
    private final ServiceRequest request;

    FhirWords(Entries entries, ServiceRequest request) {
        this.entries = entries;
        this.request = request;
    }

    Referral.Referrer referrer() throws Refused {
        Optional<PractitionerRole> role = entries.find(request.getRequester(), PractitionerRole.class);
        Optional<Practitioner> person = role.flatMap(r -> entries.find(r.getPractitioner(), Practitioner.class))
                .or(() -> entries.find(request.getRequester(), Practitioner.class));
        Optional<Organization> team = role.flatMap(r -> entries.find(r.getOrganization(), Organization.class))
                .or(() -> entries.find(request.getRequester(), Organization.class));
        List<HumanName> names = person.map(Practitioner::getName).orElse(List.of());
        List<ContactPoint> telecoms = new ArrayList<>();
        role.ifPresent(r -> telecoms.addAll(r.getTelecom()));
        person.ifPresent(p -> telecoms.addAll(p.getTelecom()));
        team.ifPresent(t -> telecoms.addAll(t.getTelecom()));
        Optional<String> organisation = team.flatMap(t -> Fields.text(t.getName()));
        return new Referral.Referrer(
                FhirPeople.spoken(names)
                        .or(() -> organisation)
                        .orElseThrow(() -> Refusals.invalid("referrer-missing", "ServiceRequest.requester")),
                role.flatMap(r -> Fields.words(r.getCodeFirstRep())),
                organisation,
                first(telecoms, ContactPoint.ContactPointSystem.PHONE),
                first(telecoms, ContactPoint.ContactPointSystem.EMAIL));
    }

    /** Consent to the referral in our own codes; consent to direct care is consent to something else. */
    org.marac.gateway.model.Consent consent() throws Refused {
        for (Consent consent : entries.all(Consent.class)) {
            Optional<String> state = consent.getCategory().stream()
                    .flatMap(c -> Fields.codes(c, Codes.CONSENT_STATE))
                    .findFirst();
            if (state.isPresent()) {
                List<Extension> said = consent.getExtension();
                return new org.marac.gateway.model.Consent(
                        Fields.choice(State.class, state.get(), "Consent.category"),
                        Fields.answer(Fields.local(said, "victim-aware"), "Consent.extension"),
                        withoutConsent(said));
            }
        }
        throw Refusals.invalid("consent-missing", "Consent");
    }

    private static Optional<WithoutConsent> withoutConsent(List<Extension> said) throws Refused {
        Optional<String> reason = Fields.local(said, "without-consent-reason");
        if (reason.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new WithoutConsent(
                Fields.choice(WithoutConsent.Reason.class, reason.get(), "Consent.extension"),
                Fields.local(said, "risk-if-not-shared"),
                Fields.local(said, "decided-by")));
    }

    Optional<Referral.PriorReferral> repeat() throws Refused {
        List<Extension> said = request.getExtension();
        return Fields.date(Fields.local(said, "prior-referral-date").orElse(""), "ServiceRequest.extension")
                .map(date -> new Referral.PriorReferral(date, Fields.local(said, "prior-referral-area")));
    }

    Optional<Referral.Narrative> narrative() throws Refused {
        Map<Part, List<String>> parts = new EnumMap<>(Part.class);
        for (Communication said : entries.all(Communication.class)) {
            Optional<String> code = said.getCategory().stream()
                    .flatMap(c -> Fields.codes(c, Codes.NARRATIVE))
                    .findFirst();
            Part part = code.isEmpty() ? Part.OTHER : Fields.choice(Part.class, code.get(), "Communication.category");
            said.getPayload().stream()
                    .filter(p -> p.getContent() instanceof StringType)
                    .flatMap(p -> Fields.text(p.getContent().primitiveValue()).stream())
                    .forEach(text -> add(parts, part, text));
        }
        request.getNote().forEach(n -> Fields.text(n.getText()).ifPresent(text -> add(parts, Part.OTHER, text)));
        for (Flag flag : entries.all(Flag.class)) {
            Fields.words(flag.getCode()).ifPresent(text -> add(parts, Part.OTHER, "Flag: " + text));
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Referral.Narrative(
                        joined(parts, Part.REASON),
                        joined(parts, Part.HISTORY),
                        joined(parts, Part.WISHES),
                        joined(parts, Part.HEALTH),
                        joined(parts, Part.OTHER)));
    }

    private enum Part {
        REASON,
        HISTORY,
        WISHES,
        HEALTH,
        OTHER
    }

    private static void add(Map<Part, List<String>> parts, Part part, String text) {
        parts.computeIfAbsent(part, p -> new ArrayList<>()).add(text);
    }

    private static Optional<String> joined(Map<Part, List<String>> parts, Part part) {
        return Optional.ofNullable(parts.get(part)).map(texts -> String.join("\n\n", texts));
    }

    private static Optional<String> first(List<ContactPoint> telecoms, ContactPoint.ContactPointSystem system) {
        return FhirPeople.telecom(telecoms, system).stream().findFirst();
    }
}
