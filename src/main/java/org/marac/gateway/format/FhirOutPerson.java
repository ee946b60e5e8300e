package org.marac.gateway.format;

import static org.marac.gateway.format.FhirOutEntries.all;
import static org.marac.gateway.format.FhirOutEntries.extension;
import static org.marac.gateway.format.FhirOutEntries.say;
import static org.marac.gateway.format.FhirOutEntries.text;
import static org.marac.gateway.format.FhirOutEntries.texts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;

/** What is said of one person, element by element: of the victim as a patient and of everyone else as a related person. */
final class FhirOutPerson {
    private static final String NHS = "https://fhir.nhs.uk/Id/nhs-number";
    private static final Map<String, AdministrativeGender> GENDERS = Map.of(
            "female", AdministrativeGender.FEMALE,
            "male", AdministrativeGender.MALE,
            "other", AdministrativeGender.OTHER,
            "unknown", AdministrativeGender.UNKNOWN);

    private FhirOutPerson() {}

    /** One element of a person, put onto either resource. */
    interface Part {
        void onto(DomainResource resource);
    }

    /** Everything that is said of the person. */
    static List<Part> parts(JsonNode person) {
        List<Part> parts = new ArrayList<>();
        text(person, "nhsNumber").ifPresent(number -> parts.add(identifier(NHS, number)));
        for (JsonNode other : all(person, "identifiers")) {
            parts.add(identifier(
                    other.path("system").asText(), other.path("value").asText()));
        }
        Optional.ofNullable(person.get("name")).ifPresent(name -> parts.add(name(name, HumanName.NameUse.OFFICIAL)));
        all(person, "aliases").forEach(alias -> parts.add(name(alias, HumanName.NameUse.NICKNAME)));
        texts(person, "telephones").forEach(number -> parts.add(telecom(phone(number))));
        text(person, "email")
                .ifPresent(address -> parts.add(telecom(new ContactPoint()
                        .setSystem(ContactPoint.ContactPointSystem.EMAIL)
                        .setValue(address))));
        text(person, "birthDate").ifPresent(day -> parts.add(born(new DateType(day))));
        text(person, "gender").map(GENDERS::get).ifPresent(gender -> parts.add(gender(gender)));
        Optional.ofNullable(person.get("address"))
                .ifPresent(home -> parts.add(address(home(home, Address.AddressUse.HOME))));
        Optional.ofNullable(person.get("safeAddress")).ifPresent(home -> parts.add(address(safe(home))));
        for (String said : List.of("diversity", "orientation", "occupation", "employer", "landlord")) {
            parts.add(resource -> say(resource, said, text(person, said)));
        }
        Optional.ofNullable(person.get("interpreter"))
                .ifPresent(needed -> parts.add(resource ->
                        resource.addExtension(new Extension(Codes.INTERPRETER, new BooleanType(needed.asBoolean())))));
        for (JsonNode known : all(person, "knownTo")) {
            parts.add(resource ->
                    say(resource, FhirOutEntries.code(known.path("bond").asText()) + "-of", text(known, "agency")));
        }
        return parts;
    }

    /** The victim is a patient and everyone else is related to one: the same is said of both, by methods of each. */
    private static Part either(Consumer<Patient> victim, Consumer<RelatedPerson> other) {
        return resource -> {
            if (resource instanceof Patient patient) {
                victim.accept(patient);
            } else if (resource instanceof RelatedPerson related) {
                other.accept(related);
            }
        };
    }

    private static Part identifier(String system, String value) {
        Identifier identifier = new Identifier().setSystem(system).setValue(value);
        return either(patient -> patient.addIdentifier(identifier), related -> related.addIdentifier(identifier));
    }

    private static Part name(JsonNode said, HumanName.NameUse use) {
        HumanName name = new HumanName().setUse(use);
        text(said, "family").ifPresent(name::setFamily);
        texts(said, "given").forEach(name::addGiven);
        text(said, "title").ifPresent(name::addPrefix);
        return either(patient -> patient.addName(name), related -> related.addName(name));
    }

    private static Part telecom(ContactPoint point) {
        return either(patient -> patient.addTelecom(point), related -> related.addTelecom(point));
    }

    private static Part born(DateType day) {
        return either(patient -> patient.setBirthDateElement(day), related -> related.setBirthDateElement(day));
    }

    private static Part gender(AdministrativeGender gender) {
        return either(patient -> patient.setGender(gender), related -> related.setGender(gender));
    }

    private static Part address(Address home) {
        return either(patient -> patient.addAddress(home), related -> related.addAddress(home));
    }

    private static Address safe(JsonNode said) {
        Address home = home(said, Address.AddressUse.TEMP);
        home.addExtension(extension("safe-address", new BooleanType(true)));
        return home;
    }

    private static Address home(JsonNode said, Address.AddressUse use) {
        Address home = new Address().setUse(use);
        texts(said, "lines").forEach(home::addLine);
        text(said, "postcode").ifPresent(home::setPostalCode);
        text(said, "uprn").ifPresent(uprn -> home.addExtension(extension("uprn", new StringType(uprn))));
        return home;
    }

    /** A telephone number. */
    static ContactPoint phone(String number) {
        return new ContactPoint()
                .setSystem(ContactPoint.ContactPointSystem.PHONE)
                .setValue(number);
    }
}
