package org.marac.gateway.format;

import static org.marac.gateway.format.FhirOutEntries.all;
import static org.marac.gateway.format.FhirOutEntries.choose;
import static org.marac.gateway.format.FhirOutEntries.concept;
import static org.marac.gateway.format.FhirOutEntries.extension;
import static org.marac.gateway.format.FhirOutEntries.say;
import static org.marac.gateway.format.FhirOutEntries.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Communication;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.QuestionnaireResponse;
import org.hl7.fhir.r4.model.QuestionnaireResponse.QuestionnaireResponseItemComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** What is said, as FHIR: who refers, the risk, consent, the free text, items of information and documents. */
final class FhirOutWords {
    private static final String ITEM = "https://marac.example/CodeSystem/item-";
    private static final String YES = "YES";
    private static final String NO = "NO";
    private static final String NOT_ASKED = "NOT_ASKED";

    private final FhirOutEntries entries;
    private final Reference victim;

    FhirOutWords(FhirOutEntries entries, Reference victim) {
        this.entries = entries;
        this.victim = victim;
    }

    /** Who refers. */
    Reference referrer(JsonNode referrer) {
        PractitionerRole role = new PractitionerRole();
        Practitioner practitioner = new Practitioner();
        text(referrer, "name").ifPresent(name -> practitioner.addName(new HumanName().setText(name)));
        role.setPractitioner(entries.add(practitioner));
        text(referrer, "team").ifPresent(team -> {
            Organization organisation = new Organization();
            organisation.setName(team);
            role.setOrganization(entries.add(organisation));
        });
        text(referrer, "role").ifPresent(words -> role.addCode(new CodeableConcept().setText(words)));
        text(referrer, "telephone")
                .ifPresent(number -> role.addTelecom(new ContactPoint()
                        .setSystem(ContactPoint.ContactPointSystem.PHONE)
                        .setValue(number)));
        text(referrer, "email")
                .ifPresent(address -> role.addTelecom(new ContactPoint()
                        .setSystem(ContactPoint.ContactPointSystem.EMAIL)
                        .setValue(address)));
        return entries.add(role);
    }

    /** The checklist, the declared score, the incidents, the band and the professional judgement: what supports the request. */
    List<Reference> risk(JsonNode referral) {
        List<Reference> supporting = new ArrayList<>();
        JsonNode assessment = referral.path("riskAssessment");
        if (assessment.has("instrument")) {
            supporting.add(checklist(assessment));
        }
        count("risk-score", assessment.path("declaredScore")).ifPresent(supporting::add);
        count("incidents", referral.at("/escalation/incidents")).ifPresent(supporting::add);
        count("incident-months", referral.at("/escalation/months")).ifPresent(supporting::add);
        Optional<String> band = text(assessment, "band");
        Optional<String> rationale = text(referral, "rationale");
        if (band.isPresent() || rationale.isPresent()) {
            var judgement = new org.hl7.fhir.r4.model.RiskAssessment();
            judgement
                    .setStatus(org.hl7.fhir.r4.model.RiskAssessment.RiskAssessmentStatus.FINAL)
                    .setSubject(victim);
            var prediction = judgement.addPrediction();
            band.ifPresent(words -> prediction.setQualitativeRisk(new CodeableConcept().setText(words)));
            rationale.ifPresent(prediction::setRationale);
            supporting.add(entries.add(judgement));
        }
        return supporting;
    }

    private Reference checklist(JsonNode assessment) {
        QuestionnaireResponse response = new QuestionnaireResponse();
        response.setStatus(QuestionnaireResponse.QuestionnaireResponseStatus.COMPLETED)
                .setSubject(victim)
                .setQuestionnaire(Codes.QUESTIONNAIRE
                        + assessment.path("instrument").asText()
                        + '|'
                        + assessment.path("version").asText());
        text(assessment, "assessedOn").ifPresent(day -> response.setAuthoredElement(new DateTimeType(day)));
        text(assessment, "assessorRole").ifPresent(words -> {
            PractitionerRole assessor = new PractitionerRole();
            assessor.addCode(new CodeableConcept().setText(words));
            response.setAuthor(entries.add(assessor));
        });
        all(assessment, "answers").forEach(answer -> item(response.addItem(), answer));
        return entries.add(response);
    }

    private static void item(QuestionnaireResponseItemComponent item, JsonNode said) {
        item.setLinkId(said.path("concept").asText());
        String answer = said.path("answer").asText();
        if (answer.equals(YES) || answer.equals(NO)) {
            item.addAnswer().setValue(new BooleanType(answer.equals(YES)));
        } else if (!answer.equals(NOT_ASKED)) {
            item.addAnswer().setValue(new Coding().setSystem(Codes.ANSWER).setCode(FhirOutEntries.code(answer)));
        }
        text(said, "note").ifPresent(note -> item.addAnswer().setValue(new StringType(note)));
        text(said, "source").ifPresent(source -> item.addExtension(extension("answer-source", new StringType(source))));
    }

    private Optional<Reference> count(String code, JsonNode number) {
        if (!number.isInt()) {
            return Optional.empty();
        }
        Observation observation = new Observation();
        observation
                .setStatus(Observation.ObservationStatus.FINAL)
                .setCode(concept(Codes.OBSERVATION, code))
                .setSubject(victim)
                .setValue(new IntegerType(number.intValue()));
        return Optional.of(entries.add(observation));
    }

    /** Consent to the referral. */
    void consent(JsonNode said) {
        if (!said.has("state")) {
            return;
        }
        Consent consent = new Consent();
        consent.setStatus(Consent.ConsentState.ACTIVE)
                .setScope(new CodeableConcept().setText("Referral to the MARAC"))
                .addCategory(concept(Codes.CONSENT_STATE, said.get("state").asText()))
                .setPatient(victim)
                .setPolicyRule(new CodeableConcept().setText("Information-sharing protocol"));
        choose(consent, "victim-aware", text(said, "victimAware"));
        choose(consent, "without-consent-reason", text(said.path("withoutConsent"), "reason"));
        say(consent, "risk-if-not-shared", text(said.path("withoutConsent"), "riskIfNotShared"));
        say(consent, "decided-by", text(said.path("withoutConsent"), "decidedBy"));
        entries.add(consent);
    }

    void narrative(JsonNode narrative) {
        for (String part : List.of("reason", "history", "wishes", "health", "other")) {
            text(narrative, part).ifPresent(words -> entries.add(said(part, words)));
        }
    }

    private Communication said(String part, String words) {
        Communication said = new Communication();
        said.setStatus(Communication.CommunicationStatus.COMPLETED)
                .addCategory(concept(Codes.NARRATIVE, part))
                .setSubject(victim);
        said.addPayload().setContent(new StringType(words));
        return said;
    }

    /** Information, item by item; who else may have it, and what its source is worth, is in the sealed message alone. */
    void items(JsonNode substance) {
        for (JsonNode item : all(substance, "items")) {
            Communication said = new Communication();
            said.setStatus(Communication.CommunicationStatus.COMPLETED).setSubject(victim);
            for (String kind : List.of("category", "assertion", "subject")) {
                text(item, kind).ifPresent(word -> said.addCategory(concept(ITEM + kind, word)));
            }
            text(item, "asOf").ifPresent(day -> said.setSentElement(new DateTimeType(day)));
            say(said, "item-source", text(item, "source"));
            text(item, "originator")
                    .ifPresent(agency -> said.addExtension(extension("item-originator", new CodeType(agency))));
            text(item, "text").ifPresent(words -> said.addPayload().setContent(new StringType(words)));
            entries.add(said);
        }
    }

    /** Attached documents, whole. */
    void documents(JsonNode header) {
        for (JsonNode document : all(header, "attachments")) {
            String part = document.path("category").asText().equals("HEALTH") ? "health" : "other";
            Communication said = new Communication();
            said.setStatus(Communication.CommunicationStatus.COMPLETED)
                    .addCategory(concept(Codes.NARRATIVE, part))
                    .setSubject(victim);
            said.addPayload()
                    .setContent(new Attachment()
                            .setContentType(document.path("mediaType").asText())
                            .setData(Base64.getDecoder()
                                    .decode(document.path("data").asText())));
            entries.add(said);
        }
    }
}
