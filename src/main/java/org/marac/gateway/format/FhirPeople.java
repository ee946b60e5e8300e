package org.marac.gateway.format;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.Type;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Refused;

/** Who? Patients and related persons become people. {@code Patient.contact} is never read: a next of kin may be the one who is feared. */
final class FhirPeople {
    private final Entries entries;

    FhirPeople(Entries entries) {
        this.entries = entries;
    }

    /** A patient. A confidentiality label on the resource withholds the address. */
    Person person(Patient patient) throws Refused {
        return make(new Found(
                patient,
                FhirLabels.isRestricted(patient),
                "Patient",
                patient.getName(),
                patient.getIdentifier(),
                patient.getAddress(),
                patient.getTelecom(),
                patient.getBirthDateElement(),
                Optional.ofNullable(patient.getGender()).map(g -> g.toCode()),
                patient.getCommunication().stream()
                        .sorted((a, b) -> Boolean.compare(b.getPreferred(), a.getPreferred()))
                        .map(Patient.PatientCommunicationComponent::getLanguage)
                        .toList(),
                patient.getGeneralPractitioner().stream()
                        .flatMap(gp -> entries.find(gp, Organization.class).stream())
                        .flatMap(o -> Fields.text(o.getName()).stream())
                        .findFirst(),
                FhirBooks.of(patient, entries)));
    }

    /**
     * A related person.
     *
     * @param restricted whether the address is withheld; an alleged perpetrator's label protects the entry from that person's own eyes, and
     *     withholds nothing from the agencies
     */
    Person person(RelatedPerson related, boolean restricted) throws Refused {
        return make(new Found(
                related,
                restricted,
                "RelatedPerson",
                related.getName(),
                related.getIdentifier(),
                related.getAddress(),
                related.getTelecom(),
                related.getBirthDateElement(),
                Optional.ofNullable(related.getGender()).map(g -> g.toCode()),
                related.getCommunication().stream()
                        .map(RelatedPerson.RelatedPersonCommunicationComponent::getLanguage)
                        .toList(),
                Optional.empty(),
                FhirBooks.said(related)));
    }

    /** The elements that the two resource types share. */
    private record Found(
            DomainResource resource,
            boolean restricted,
            String type,
            List<HumanName> names,
            List<Identifier> identifiers,
            List<Address> addresses,
            List<ContactPoint> telecoms,
            DateType birthDate,
            Optional<String> gender,
            List<CodeableConcept> languages,
            Optional<String> practice,
            List<Person.Knowing> knownTo) {}

    private static Person make(Found found) throws Refused {
        List<Extension> extensions = found.resource().getExtension();
        List<Person.Name> names = found.names().stream().map(FhirPeople::name).toList();
        Optional<String> nhsNumber = nhsNumber(found.identifiers());
        Homes homes = Homes.of(found.addresses(), found.restricted(), found.type());
        Optional<Type> interpreter = Fields.extension(extensions, Codes.INTERPRETER);
        return new Person(
                names.stream().findFirst(),
                names.stream().skip(1).toList(),
                Fields.date(found.birthDate().getValueAsString(), found.type() + ".birthDate"),
                List.<LocalDate>of(),
                found.gender(),
                nhsNumber,
                identifiers(found.identifiers(), nhsNumber),
                homes.usual(),
                homes.safe(),
                telephones(found.telecoms()),
                telecom(found.telecoms(), ContactPoint.ContactPointSystem.EMAIL).stream()
                        .findFirst(),
                found.languages().stream()
                        .flatMap(l -> l.getCoding().stream().flatMap(c -> Fields.text(c.getCode()).stream()))
                        .findFirst(),
                interpreter.map(i -> Fields.isTrue(Optional.of(i))),
                Fields.local(extensions, "diversity").or(() -> ethnicity(extensions)),
                Fields.local(extensions, "orientation"),
                Fields.local(extensions, "occupation"),
                Fields.local(extensions, "employer"),
                Fields.local(extensions, "landlord"),
                found.practice(),
                Optional.empty(),
                found.knownTo());
    }

    static Person.Name name(HumanName name) {
        List<String> given = name.getGiven().stream()
                .flatMap(g -> Fields.text(g.getValue()).stream())
                .toList();
        Optional<String> family = Fields.text(name.getFamily());
        if (family.isEmpty() && given.isEmpty()) {
            // Only written out: it cannot be taken apart safely, so it stays whole.
            return new Person.Name(Fields.text(name.getText()), List.of(), Optional.empty());
        }
        return new Person.Name(family, given, Fields.text(name.getPrefixAsSingleString()));
    }

    /** A name as it is spoken. */
    static Optional<String> spoken(List<HumanName> names) {
        return names.stream()
                .flatMap(n -> Fields.text(n.getText()).or(() -> Fields.text(n.getNameAsSingleString())).stream())
                .findFirst();
    }

    static List<String> telecom(List<ContactPoint> telecoms, ContactPoint.ContactPointSystem system) {
        return telecoms.stream()
                .filter(t -> t.getSystem() == system && t.getUse() != ContactPoint.ContactPointUse.OLD)
                .flatMap(t -> Fields.text(t.getValue()).stream())
                .toList();
    }

    private static List<String> telephones(List<ContactPoint> telecoms) {
        List<String> numbers = new ArrayList<>(telecom(telecoms, ContactPoint.ContactPointSystem.PHONE));
        numbers.addAll(telecom(telecoms, ContactPoint.ContactPointSystem.SMS));
        return numbers.stream().distinct().toList();
    }

    private static Optional<String> nhsNumber(List<Identifier> identifiers) {
        return identifiers.stream()
                .filter(i -> Codes.NHS_NUMBER.contains(String.valueOf(i.getSystem())))
                .flatMap(i -> Fields.text(i.getValue()).stream())
                .map(value -> value.replace(" ", ""))
                .filter(value -> value.matches("[0-9]{10}"))
                .findFirst();
    }

    /** All others, and an NHS number that is none: damaged evidence is still evidence. */
    private static List<Person.Identifier> identifiers(List<Identifier> identifiers, Optional<String> nhsNumber) {
        return identifiers.stream()
                .filter(i -> i.hasSystem() && i.hasValue())
                .map(i -> new Person.Identifier(
                        i.getSystem().strip(), i.getValue().strip()))
                .filter(i -> !Codes.NHS_NUMBER.contains(i.system())
                        || !nhsNumber.equals(Optional.of(i.value().replace(" ", ""))))
                .toList();
    }

    private static Optional<String> ethnicity(List<Extension> extensions) {
        return Fields.extension(extensions, Codes.ETHNICITY).flatMap(Fields::words);
    }
}
