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
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;

/**
 * People as FHIR: the victim is the patient, everybody else a related person whose part a code says. Nobody is ever written
 * into {@code Patient.contact}: receiving systems show those as whom to ring.
 */
final class FhirOutPeople {
    private static final String NHS = "https://fhir.nhs.uk/Id/nhs-number";
    private static final String RESTRICTED = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final Map<String, AdministrativeGender> GENDERS = Map.of(
            "female", AdministrativeGender.FEMALE,
            "male", AdministrativeGender.MALE,
            "other", AdministrativeGender.OTHER,
            "unknown", AdministrativeGender.UNKNOWN);
    /** Which part has which property of its own, written as an extension of the same name. */
    private static final List<String> OF_A_CHILD = List.of("school", "relationship-to-perpetrator", "expected");

    private final FhirOutEntries entries;

    FhirOutPeople(FhirOutEntries entries) {
        this.entries = entries;
    }

    /** The victim, and how the victim can be reached safely. */
    Reference victim(JsonNode victim, JsonNode safeContact) {
        Patient patient = new Patient();
        person(victim).forEach(part -> part.onto(patient));
        if (safeContact.isObject()) {
            patient.addExtension(safeContact(safeContact));
        }
        text(victim, "language").ifPresent(code -> patient.addCommunication().setLanguage(language(code)));
        text(victim, "gpPractice").ifPresent(name -> {
            Organization practice = new Organization();
            practice.setName(name);
            patient.addGeneralPractitioner(entries.add(practice));
        });
        Reference reference = entries.add(patient);
        if (victim.has("pregnant")) {
            pregnancy(victim.get("pregnant"), reference);
        }
        return reference;
    }

    /** The alleged perpetrators; of information they are given without their part in it. */
    void allegedPerpetrators(JsonNode substance, Reference victim) {
        for (JsonNode one : all(substance, "allegedPerpetrators")) {
            RelatedPerson related = related("alleged-perpetrator", one.path("relationshipToVictim"), victim);
            say(related, "access-to-weapons", text(one, "accessToWeapons"));
            related.getMeta().addSecurity(new Coding().setSystem(RESTRICTED).setCode("R"));
            put(related, one.has("person") ? one.get("person") : one);
        }
    }

    void children(JsonNode substance, Reference victim) {
        for (JsonNode child : all(substance, "children")) {
            RelatedPerson related = related("child", child.path("relationshipToVictim"), victim);
            related.getRelationshipFirstRep()
                    .addCoding(new Coding().setSystem(Codes.ROLE_CODE).setCode("CHILD"));
            say(related, OF_A_CHILD.get(0), text(child, "school"));
            say(related, OF_A_CHILD.get(1), text(child, "relationshipToPerpetrator"));
            say(related, OF_A_CHILD.get(2), text(child, "expected"));
            put(related, child.path("person"));
        }
    }

    /** Whom it is safe to talk to, and whom not. */
    void talk(JsonNode talk, Reference victim) {
        tell(talk, "afraidOf", "afraid-of", victim);
        tell(talk, "safe", "safe-to-talk-to", victim);
        tell(talk, "notSafe", "not-safe-to-talk-to", victim);
    }

    private void tell(JsonNode talk, String list, String role, Reference victim) {
        for (JsonNode contact : all(talk, list)) {
            entries.add(named(related(role, contact.path("relationship"), victim), contact));
        }
    }

    /** Who must never learn of it. */
    void exclusions(JsonNode substance, Reference victim) {
        for (JsonNode one : all(substance, "exclusions")) {
            RelatedPerson related = named(related("excluded", one.path("relationship"), victim), one);
            say(related, "employer", text(one, "agency"));
            say(related, "exclusion-reason", text(one, "reason"));
            text(one, "staffId")
                    .ifPresent(id -> related.addIdentifier(
                            new Identifier().setSystem(Codes.STAFF_ID).setValue(id)));
            entries.add(related);
        }
    }

    private static RelatedPerson related(String role, JsonNode relationship, Reference victim) {
        RelatedPerson related = new RelatedPerson();
        related.setPatient(victim);
        CodeableConcept part = FhirOutEntries.concept(Codes.PARTY_ROLE, role);
        if (relationship.isTextual()) {
            part.setText(relationship.asText());
        }
        related.addRelationship(part);
        return related;
    }

    private static RelatedPerson named(RelatedPerson related, JsonNode contact) {
        text(contact, "name").ifPresent(name -> related.addName(new HumanName().setText(name)));
        text(contact, "telephone").ifPresent(number -> related.addTelecom(phone(number)));
        return related;
    }

    private void put(RelatedPerson related, JsonNode person) {
        person(person).forEach(part -> part.onto(related));
        text(person, "language").ifPresent(code -> related.addCommunication().setLanguage(language(code)));
        entries.add(related);
    }

    /** One element of a person, put onto either resource. */
    private interface Part {
        void onto(DomainResource resource);
    }

    private static List<Part> person(JsonNode person) {
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

    private static ContactPoint phone(String number) {
        return new ContactPoint()
                .setSystem(ContactPoint.ContactPointSystem.PHONE)
                .setValue(number);
    }

    private static CodeableConcept language(String code) {
        return new CodeableConcept(new Coding().setSystem("urn:ietf:bcp:47").setCode(code));
    }

    private static Extension safeContact(JsonNode said) {
        Extension contact = new Extension(Codes.EXTENSION + "safe-contact");
        for (String name : List.of("method", "value", "times")) {
            part(contact, name, text(said, name));
        }
        part(contact, "safe-to-call", text(said, "safeToCall").map(FhirOutEntries::code));
        part(contact, "safe-to-text", text(said, "safeToText").map(FhirOutEntries::code));
        part(contact, "safe-to-leave-message", text(said, "safeToLeaveMessage").map(FhirOutEntries::code));
        for (String name : List.of("name", "relationship", "telephone")) {
            part(contact, "via-" + name, text(said.path("via"), name));
        }
        return contact;
    }

    private static void part(Extension of, String name, Optional<String> said) {
        said.ifPresent(words -> of.addExtension(new Extension(name, new StringType(words))));
    }

    private void pregnancy(JsonNode said, Reference victim) {
        Observation observation = new Observation();
        observation.setStatus(Observation.ObservationStatus.FINAL).setSubject(victim);
        observation.getCode().addCoding(new Coding().setSystem(Codes.SNOMED).setCode(Codes.DELIVERY_DATE));
        text(said, "due").ifPresent(day -> observation.setValue(new DateTimeType(day)));
        entries.add(observation);
    }
}
