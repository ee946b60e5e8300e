package org.marac.gateway.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.marac.gateway.model.Exclusion;
import org.marac.gateway.model.Informant;
import org.marac.gateway.model.Informant.Capacity;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;

/**
 * Who is who in the referral? Every related person says so by a code; one without is refused, because to guess wrong is to send a child's details
 * as the alleged perpetrator's, or the other way round.
 */
final class FhirParties {
    private final FhirPeople people;
    private final List<Referral.AllegedPerpetrator> allegedPerpetrators = new ArrayList<>();
    private final List<Referral.Child> children = new ArrayList<>();
    private final List<Referral.Contact> afraidOf = new ArrayList<>();
    private final List<Referral.Contact> safe = new ArrayList<>();
    private final List<Referral.Contact> notSafe = new ArrayList<>();
    private final List<Exclusion> exclusions = new ArrayList<>();
    private final List<Informant> informants = new ArrayList<>();

    FhirParties(Entries entries, FhirPeople people, Patient victim) throws Refused {
        this.people = people;
        for (RelatedPerson related : entries.all(RelatedPerson.class)) {
            if (entries.find(related.getPatient(), Patient.class).isEmpty()) {
                throw Refusals.invalid("not-of-the-victim", "RelatedPerson.patient");
            }
            sort(related);
        }
        for (Patient patient : entries.all(Patient.class)) {
            if (patient != victim) {
                child(patient, people.person(patient), Optional.empty());
            }
        }
    }

    List<Referral.AllegedPerpetrator> allegedPerpetrators() {
        return List.copyOf(allegedPerpetrators);
    }

    List<Referral.Child> children() {
        return List.copyOf(children);
    }

    List<Exclusion> exclusions() {
        return List.copyOf(exclusions);
    }

    List<Informant> informants() {
        return List.copyOf(informants);
    }

    Optional<Referral.Talk> talk() {
        return afraidOf.isEmpty() && safe.isEmpty() && notSafe.isEmpty()
                ? Optional.empty()
                : Optional.of(new Referral.Talk(afraidOf, safe, notSafe));
    }

    private void sort(RelatedPerson related) throws Refused {
        List<String> roles = related.getRelationship().stream()
                .flatMap(r -> Fields.codes(r, Codes.PARTY_ROLE))
                .distinct()
                .toList();
        Optional<String> words = words(related);
        for (String role : roles) {
            switch (role) {
                case "alleged-perpetrator" ->
                    allegedPerpetrators.add(new Referral.AllegedPerpetrator(
                            people.person(related, false),
                            words,
                            Fields.local(related.getExtension(), "access-to-weapons")));
                case "child" -> child(related, people.person(related, FhirLabels.isRestricted(related)), words);
                case "afraid-of" -> afraidOf.add(contact(related, words));
                case "safe-to-talk-to" -> safe.add(contact(related, words));
                case "excluded" -> exclusions.add(exclusion(related, words));
                case "disclosure-scheme-applicant", "informant", "witness" ->
                    informants.add(
                            informant(related, Fields.choice(Capacity.class, role, "RelatedPerson.relationship")));
                case "not-safe-to-talk-to" -> notSafe.add(contact(related, words));
                default -> throw Refusals.invalid("role-not-known", "RelatedPerson.relationship");
            }
        }
        if (roles.isEmpty()) {
            if (!isChild(related)) {
                throw Refusals.invalid("role-not-coded", "RelatedPerson.relationship");
            }
            child(related, people.person(related, FhirLabels.isRestricted(related)), words);
        }
    }

    private void child(DomainResource resource, Person person, Optional<String> relationship) throws Refused {
        children.add(new Referral.Child(
                person,
                relationship.or(() -> Fields.local(resource.getExtension(), "relationship-to-victim")),
                Fields.local(resource.getExtension(), "relationship-to-perpetrator"),
                Fields.local(resource.getExtension(), "school"),
                Fields.date(
                        Fields.local(resource.getExtension(), "expected").orElse(""),
                        resource.fhirType() + ".extension"),
                // FHIR has no place for whom a child must be kept from; the canonical form has.
                List.of()));
    }

    private static boolean isChild(RelatedPerson related) {
        return related.getRelationship().stream()
                .flatMap(r -> Fields.codes(r, Codes.ROLE_CODE))
                .anyMatch(Codes.CHILD_ROLES::contains);
    }

    private static Optional<String> words(RelatedPerson related) {
        return related.getRelationship().stream()
                .map(CodeableConcept::getText)
                .flatMap(text -> Fields.text(text).stream())
                .findFirst();
    }

    private static Exclusion exclusion(RelatedPerson related, Optional<String> relationship) throws Refused {
        Referral.Contact named = contact(related, relationship);
        return new Exclusion(
                named.name(),
                relationship,
                Fields.local(related.getExtension(), "employer"),
                related.getIdentifier().stream()
                        .filter(identifier -> Codes.STAFF_ID.equals(identifier.getSystem()))
                        .flatMap(identifier -> Fields.text(identifier.getValue()).stream())
                        .findFirst(),
                Fields.local(related.getExtension(), "exclusion-reason"));
    }

    private Informant informant(RelatedPerson related, Capacity capacity) throws Refused {
        Referral.Contact named = contact(related, Optional.empty());
        return new Informant(
                named.name(),
                capacity,
                named.telephone(),
                people.person(related, false).address());
    }

    private static Referral.Contact contact(RelatedPerson related, Optional<String> relationship) throws Refused {
        String name = FhirPeople.spoken(related.getName())
                .orElseThrow(() -> Refusals.invalid("missing-property", "RelatedPerson.name"));
        return new Referral.Contact(
                name,
                relationship,
                FhirPeople.telecom(related.getTelecom(), ContactPoint.ContactPointSystem.PHONE).stream()
                        .findFirst());
    }
}
