package org.marac.gateway.format;

import static org.marac.gateway.format.FhirOutEntries.all;
import static org.marac.gateway.format.FhirOutEntries.say;
import static org.marac.gateway.format.FhirOutEntries.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
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
    private static final String RESTRICTED = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    /** Which part has which property of its own, written as an extension of the same name. */
    private static final List<String> OF_A_CHILD = List.of("school", "relationship-to-perpetrator", "expected");

    private final FhirOutEntries entries;

    FhirOutPeople(FhirOutEntries entries) {
        this.entries = entries;
    }

    /** The victim, and how the victim can be reached safely. */
    Reference victim(JsonNode victim, JsonNode safeContact) {
        Patient patient = new Patient();
        FhirOutPerson.parts(victim).forEach(part -> part.onto(patient));
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
        text(contact, "telephone").ifPresent(number -> related.addTelecom(FhirOutPerson.phone(number)));
        return related;
    }

    private void put(RelatedPerson related, JsonNode person) {
        FhirOutPerson.parts(person).forEach(part -> part.onto(related));
        text(person, "language").ifPresent(code -> related.addCommunication().setLanguage(language(code)));
        entries.add(related);
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
