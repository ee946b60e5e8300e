package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answer;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Attachment;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Consent;
import org.marac.gateway.model.Correction;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Informant;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Person;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.RiskAssessment;
import org.marac.gateway.model.Role;

class FhirTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Formats FORMATS = new Formats(new Mappings(Path.of("routes", "mappings")));
    private static final String JSON_SAMPLE = Examples.text("hospital-referral.fhir.json");
    private static final String XML_SAMPLE = Examples.text("hospital-referral.fhir.xml");
    private static final String LOCAL = "https://marac.example/";
    private static final MessageId CONVERSATION = new MessageId("6d3c1a99-7c55-4d0e-9a41-0f5e2b9ac042");

    @Test
    void refusesAnotherAgencysNameInTheSource() throws IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) header(bundle).get("source")).put("endpoint", LOCAL + "Id/agency|wenbury-police");
        assertThat(refusal(bundle))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "sender-is-not-the-peer", "MessageHeader.source.endpoint"));
    }

    @Test
    void refusesAMessageForAnotherReceiver() throws IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) header(bundle).at("/destination/0")).put("endpoint", LOCAL + "Id/agency|eastmere-marac");
        assertThat(refusal(bundle).code()).isEqualTo(RefusalCode.NOT_FOR_US);
    }

    @Test
    void refusesAMessageWithoutADestination() throws IOException {
        ObjectNode bundle = bundle();
        header(bundle).remove("destination");
        assertThat(refusal(bundle))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "missing-property", "MessageHeader.destination"));
    }

    @Test
    void aReasonThatBarsDoesNotHaveIsUnsupported() throws IOException {
        assertThat(refusal(saying("replace", "active")))
                .isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "reason-not-supported"));
    }

    @ParameterizedTest
    @CsvSource({
        "new, revoked",
        "new, entered-in-error",
        "new, draft",
        "new, completed",
        "update, entered-in-error",
        "update, completed",
        "update, on-hold",
        "delete, active",
        "delete, revoked"
    })
    void aReasonAndAStatusThatDoNotGoTogetherAreNoWorkflow(String reason, String status) throws IOException {
        assertThat(refusal(saying(reason, status)))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "workflow-not-possible", "ServiceRequest.status"));
    }

    @Test
    void whatFollowsSomethingMustComeByADoorThatNamesTheConversation() throws IOException {
        for (ObjectNode bundle : List.of(
                saying("update", "active"), saying("update", "revoked"), saying("delete", "entered-in-error"))) {
            assertThat(refusal(bundle)).isEqualTo(Refusal.at(RefusalCode.INVALID, "required", "x-correlation-id"));
        }
    }

    @Test
    void anUpdateIsAllOfItAgainInThePlaceOfWhatTheConversationSaid() throws Refused, IOException {
        Correction update = (Correction) inConversation(saying("update", "active"));
        assertThat(update.isOfItsConversation()).isTrue();
        assertThat(update.corrects()).isEqualTo(CONVERSATION);
        Referral whole = (Referral) update.content().orElseThrow();
        Referral said = (Referral) inConversation(bundle());
        assertThat(whole).isEqualTo(said);
        assertThat(said.header().correlation()).contains(CONVERSATION);
    }

    @ParameterizedTest
    @CsvSource({
        "update, revoked, , CANCELLED",
        "delete, entered-in-error, , SENT_IN_ERROR",
        "update, revoked, no-longer-safe, NO_LONGER_SAFE",
        "delete, entered-in-error, wrong-person, WRONG_PERSON"
    })
    void aCancelSaysWhyAsFarAsItIsSaid(String reason, String status, @Nullable String why, Correction.Reason read)
            throws Refused, IOException {
        ObjectNode bundle = saying(reason, status);
        if (why != null) {
            ((ObjectNode) resource(bundle, 1))
                    .putArray("extension")
                    .addObject()
                    .put("url", LOCAL + "StructureDefinition/withdrawal-reason")
                    .put("valueCode", why);
        }
        Correction cancel = (Correction) inConversation(bundle);
        assertThat(cancel.withdrawal()).contains(new Correction.Withdrawal(read));
        assertThat(cancel.content()).isEmpty();
        assertThat(FORMATS.write(cancel).text()).doesNotContain("Ashdown", "Larkfold", "Vasquez");
    }

    @Test
    void nobodyButTheGatewaySaysThatSomethingElseStandsInstead() throws IOException {
        ObjectNode bundle = saying("update", "revoked");
        ((ObjectNode) resource(bundle, 1))
                .putArray("extension")
                .addObject()
                .put("url", LOCAL + "StructureDefinition/withdrawal-reason")
                .put("valueCode", "corrected");
        Refused refused = catchThrowableOfType(Refused.class, () -> inConversation(bundle));
        assertThat(refused.refusal().reason()).contains("not-in-list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"servicerequest-response", "booking-request", "prescription-order"})
    void anyOtherEventIsUnsupported(String event) throws IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) header(bundle).get("eventCoding")).put("code", event);
        assertThat(refusal(bundle)).isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "event-not-supported"));
    }

    /** NHS England's own messages, addressed to us: each is answered no in a stated way, or is an answer to something. */
    @Test
    void everyMessageOfTheNhsIsAnsweredInAStatedWayWhateverItsReason() throws IOException {
        Path corpus = Path.of("../shared/inputs/nhs-bars-api-1.4.0/process_message");
        assumeTrue(Files.isDirectory(corpus), "The NHS's example messages are not here");
        Map<String, String> answered = new TreeMap<>();
        try (Stream<Path> files = Files.walk(corpus)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                for (String reason : List.of("new", "update", "delete")) {
                    ObjectNode bundle = (ObjectNode) JSON.readTree(Files.readString(file));
                    ((ObjectNode) header(bundle).at("/destination/0"))
                            .put("endpoint", LOCAL + "Id/agency|wenbury-marac");
                    ((ObjectNode) header(bundle).at("/reason/coding/0")).put("code", reason);
                    answered.put(file.getFileName() + " " + reason, answered(bundle.toString()));
                }
            }
        }
        assertThat(answered).isNotEmpty();
        assertThat(answered.values())
                .allMatch(one -> one.startsWith("UNSUPPORTED") || one.startsWith("INVALID") || one.equals("answer"));
        assertThat(answered.get("ValidationResponse (POST) .json new")).isEqualTo("answer");
    }

    private static String answered(String text) {
        Opened opened = Examples.plain(text, MediaType.FHIR_JSON);
        try {
            if (FORMATS.answer(opened, Examples.HOSPITAL, Examples.SELF).isPresent()) {
                return "answer";
            }
            return FORMATS.understand(opened, Examples.HOSPITAL, Examples.SELF)
                    .kind()
                    .name();
        } catch (Refused e) {
            return e.refusal().code() + " " + e.refusal().reason().orElse("");
        }
    }

    @Test
    void aReferralOfAnotherUseCaseIsUnsupported() throws IOException {
        ObjectNode bundle = bundle();
        ((ArrayNode) resource(bundle, 1).at("/category/0/coding")).remove(1);
        assertThat(refusal(bundle)).isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "not-a-marac-referral"));
    }

    @Test
    void aReferralWithoutAnAllegedPerpetratorIsNotAMaracReferral() throws IOException {
        ObjectNode bundle = bundle();
        ((ArrayNode) bundle.get("entry")).remove(6);
        assertThat(refusal(bundle)).isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "not-a-marac-referral"));
    }

    @Test
    void refusesARelatedPersonWhoseRoleIsNotCoded() throws IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) resource(bundle, 13)).remove("relationship");
        assertThat(refusal(bundle))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "role-not-coded", "RelatedPerson.relationship"));
    }

    @Test
    void refusesAReferralThatDoesNotSpeakOfConsent() throws IOException {
        ObjectNode bundle = bundle();
        ((ArrayNode) bundle.get("entry")).remove(12);
        assertThat(refusal(bundle)).isEqualTo(Refusal.at(RefusalCode.INVALID, "consent-missing", "Consent"));
    }

    @Test
    void refusesTwoEntriesWithOneAddress() throws IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) bundle.at("/entry/4"))
                .put("fullUrl", bundle.at("/entry/5/fullUrl").asText());
        assertThat(refusal(bundle)).isEqualTo(Refusal.at(RefusalCode.INVALID, "duplicate-id", "Bundle.entry.fullUrl"));
    }

    @Test
    void refusesAnEmptyEntry() throws IOException {
        ObjectNode bundle = bundle();
        ((ArrayNode) bundle.get("entry")).addObject().put("fullUrl", "urn:uuid:6d3c1a99-7c55-4d0e-9a41-0f5e2b9ac099");
        assertThat(refusal(bundle)).isEqualTo(Refusal.at(RefusalCode.INVALID, "empty-entry", "Bundle.entry"));
    }

    @Test
    void refusesAResourceOutsideTheList() throws IOException {
        ObjectNode bundle = bundle();
        ((ArrayNode) bundle.get("entry"))
                .addObject()
                .putObject("resource")
                .put("resourceType", "Appointment")
                .put("status", "booked");
        assertThat(refusal(bundle)).isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "resource-not-admitted"));
    }

    @Test
    void refusesWhatIsNotFhirR4() throws IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) resource(bundle, 2)).put("favouriteColour", "Canary-Zebra");
        assertThat(refusal(bundle)).isEqualTo(Refusal.at(RefusalCode.INVALID, "not-fhir-r4", "Bundle"));
    }

    @ParameterizedTest
    @CsvSource({"collection", "searchset", "transaction"})
    void refusesABundleThatIsNotAMessage(String type) throws IOException {
        ObjectNode bundle = bundle();
        bundle.put("type", type);
        assertThat(refusal(bundle)).isEqualTo(Refusal.at(RefusalCode.INVALID, "not-a-message-bundle", "Bundle"));
    }

    @Test
    void refusesAResourceAlone() throws IOException {
        assertThat(refusal(resource(bundle(), 2).toString(), MediaType.FHIR_JSON))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "not-a-message-bundle", "Bundle"));
        assertThat(refusal("<Patient xmlns=\"http://hl7.org/fhir\"/>", MediaType.FHIR_XML))
                .isEqualTo(Refusal.at(RefusalCode.INVALID, "not-a-message-bundle", "Bundle"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE Bundle SYSTEM \"file:///etc/passwd\"><Bundle xmlns=\"http://hl7.org/fhir\"/>",
                "<!DOCTYPE Bundle [<!ENTITY x SYSTEM \"http://127.0.0.1:1/\">]><Bundle xmlns=\"http://hl7.org/fhir\"><id value=\"&x;\"/></Bundle>",
                "<!DOCTYPE Bundle [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><Bundle xmlns=\"http://hl7.org/fhir\"><id value=\"&b;\"/></Bundle>",
                "<?xml-stylesheet href=\"http://127.0.0.1:1/x.xsl\"?><Bundle xmlns=\"http://hl7.org/fhir\"/>",
                "<Bundle xmlns=\"http://hl7.org/fhir\"><id value=\"&undeclared;\"/></Bundle>",
                "<Bundle xmlns=\"http://hl7.org/fhir\">",
                "not xml"
            })
    void xmlThatReachesOutsideItselfOrIsBrokenIsUnreadable(String xml) {
        assertThat(refusal(xml, MediaType.FHIR_XML).code()).isEqualTo(RefusalCode.UNREADABLE);
    }

    @Test
    void xmlInAnotherEncodingIsUnreadable() {
        String claims = XML_SAMPLE.replace("encoding=\"UTF-8\"", "encoding=\"UTF-7\"");
        assertThat(refusal(claims, MediaType.FHIR_XML).code()).isEqualTo(RefusalCode.UNREADABLE);
        Opened utf16 = new Opened(
                Bytes.of(XML_SAMPLE.getBytes(StandardCharsets.UTF_16)),
                MediaType.FHIR_XML,
                Assurance.CHANNEL,
                Optional.empty(),
                Optional.empty());
        assertThat(refused(utf16).refusal().code()).isEqualTo(RefusalCode.UNREADABLE);
    }

    @Test
    void deepNestingDoesNotExhaustTheStack() {
        String open = "<Bundle xmlns=\"http://hl7.org/fhir\">" + "<entry>".repeat(200_000);
        assertThat(refusal(open, MediaType.FHIR_XML).code()).isEqualTo(RefusalCode.UNREADABLE);
        String json = "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"entry\":" + "[".repeat(200_000);
        assertThat(refusal(json, MediaType.FHIR_JSON).code()).isEqualTo(RefusalCode.UNREADABLE);
        String extensions = IntStream.range(0, 50)
                .mapToObj(i -> "{\"url\":\"u\",\"extension\":[")
                .reduce("", String::concat);
        assertThat(refusal(
                                "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"meta\":{\"extension\":["
                                        + extensions
                                        + "]}".repeat(50)
                                        + "]}}",
                                MediaType.FHIR_JSON)
                        .code())
                .isEqualTo(RefusalCode.UNREADABLE);
    }

    @Test
    void aJsonMessageUnderTheNameOfXmlIsUnreadable() {
        assertThat(refusal(JSON_SAMPLE, MediaType.FHIR_XML).code()).isEqualTo(RefusalCode.UNREADABLE);
        assertThat(refusal(XML_SAMPLE, MediaType.FHIR_JSON).code()).isEqualTo(RefusalCode.UNREADABLE);
    }

    @Test
    void readsTheReferralWhole() throws Refused {
        Referral referral = understand(JSON_SAMPLE, MediaType.FHIR_JSON);
        assertThat(referral.header().id().value()).isEqualTo(Examples.ID);
        assertThat(referral.header().sender()).isEqualTo(Examples.HOSPITAL);
        assertThat(referral.header().created()).isEqualTo(Instant.parse(Examples.CREATED));
        assertThat(referral.header().labels()).containsExactly(Label.SDV);
        assertThat(referral.header().marking()).contains("OFFICIAL-SENSITIVE");
        assertThat(referral.header().emergency()).isFalse();
        assertThat(referral.referrer())
                .isEqualTo(new Referral.Referrer(
                        "Sr Orla Vasquez-Byrne",
                        Optional.of("Safeguarding lead nurse"),
                        Optional.of("Wenbury Hospital Emergency Department"),
                        Optional.of("01632 960 118"),
                        Optional.of("safeguarding@wenbury-hospital.example")));
        Person victim = referral.victim();
        assertThat(victim.name().flatMap(Person.Name::family)).contains("Ashdown");
        assertThat(victim.aliases()).extracting(Person.Name::family).containsExactly(Optional.of("Tregarth"));
        assertThat(victim.nhsNumber()).contains("9990000018");
        assertThat(victim.address().orElseThrow().lines()).containsExactly("14 Larkfold Close", "Wenbury");
        assertThat(victim.safeAddress().orElseThrow().postcode()).contains("WB9 7ZX");
        assertThat(victim.telephones()).containsExactly("07700 900842");
        assertThat(victim.language()).contains("cy");
        assertThat(referral.safeContact().orElseThrow().value()).contains("07700 900131");
        assertThat(referral.safeContact().orElseThrow().safeToCall()).isEqualTo(Answer.YES);
        assertThat(referral.safeContact().orElseThrow().safeToLeaveMessage()).isEqualTo(Answer.NO);
        assertThat(referral.allegedPerpetrators()).singleElement().satisfies(p -> {
            assertThat(p.person().name().flatMap(Person.Name::family)).contains("Colthorpe-Vane");
            assertThat(p.relationshipToVictim()).contains("partner");
            assertThat(p.accessToWeapons()).contains("Keeps hunting knives in his van.");
        });
        assertThat(referral.children())
                .extracting(c -> c.person().birthDate().orElseThrow())
                .containsExactly(LocalDate.of(2016, 6, 21), LocalDate.of(2019, 1, 9));
        assertThat(referral.children()).allSatisfy(c -> assertThat(c.school()).contains("Larkfold Primary School"));
        assertThat(referral.criteria()).containsExactly(Referral.Criterion.VISIBLE_HIGH_RISK);
        assertThat(referral.consent()).isEqualTo(new Consent(Consent.State.GIVEN, Answer.YES, Optional.empty()));
        assertThat(referral.talk().orElseThrow().notSafe())
                .containsExactly(new Referral.Contact("Pauline Vane", Optional.of("his mother"), Optional.empty()));
        assertThat(referral.narrative().flatMap(Referral.Narrative::health))
                .contains("Bruising to the neck and a sprained shoulder; the CT scan was clear.");
    }

    @Test
    void dontKnowAndNotAskedAreNotNo() throws Refused, IOException {
        ObjectNode bundle = bundle();
        ObjectNode unanswered = (ObjectNode) resource(bundle, 9).at("/item/0");
        unanswered.remove("answer");
        RiskAssessment assessment = understand(bundle.toString(), MediaType.FHIR_JSON)
                .riskAssessment()
                .orElseThrow();
        assertThat(assessment.instrument()).isEqualTo("SAFELIVES-DASH");
        assertThat(assessment.version()).isEqualTo("2009");
        assertThat(assessment.answers()).hasSize(24);
        assertThat(answer(assessment, "injury")).isEqualTo(Answer.NOT_ASKED);
        assertThat(answer(assessment, "criminal-history")).isEqualTo(Answer.UNKNOWN);
        assertThat(answer(assessment, "pregnancy")).isEqualTo(Answer.NO);
        assertThat(assessment.yesCount()).isEqualTo(16);
        assertThat(assessment.declaredScore()).contains(17);
        assertThat(assessment.band()).contains("high");
    }

    @Test
    void aContactOfThePatientIsNeverASafeContact() throws Refused, IOException {
        ObjectNode bundle = bundle();
        ObjectNode patient = (ObjectNode) resource(bundle, 2);
        patient.remove("extension");
        patient.putArray("contact")
                .addObject()
                .putArray("telecom")
                .addObject()
                .put("system", "phone")
                .put("value", "07700 900999");
        Referral referral = understand(bundle.toString(), MediaType.FHIR_JSON);
        assertThat(referral.safeContact()).isEmpty();
        assertThat(FORMATS.write(referral).text()).doesNotContain("900999");
    }

    @Test
    void theAddressOfARestrictedRecordIsASafeAddress() throws Refused, IOException {
        ObjectNode bundle = bundle();
        ObjectNode patient = (ObjectNode) resource(bundle, 2);
        ((ArrayNode) patient.get("address")).remove(1);
        patient.putObject("meta")
                .putArray("security")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-Confidentiality")
                .put("code", "R");
        Referral referral = understand(bundle.toString(), MediaType.FHIR_JSON);
        assertThat(referral.victim().address()).isEmpty();
        assertThat(referral.victim().safeAddress().flatMap(Person.Address::postcode))
                .contains("WB2 4LQ");
        assertThat(referral.header().labels()).containsExactly(Label.R, Label.SDV);
    }

    @Test
    void aTemporaryAddressIsASafeAddressEvenWithoutTheMark() throws Refused, IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) resource(bundle, 2).at("/address/1")).remove("extension");
        Person victim = understand(bundle.toString(), MediaType.FHIR_JSON).victim();
        assertThat(victim.safeAddress().flatMap(Person.Address::postcode)).contains("WB9 7ZX");
    }

    @Test
    void noAddressIsDroppedInSilence() throws IOException {
        ObjectNode bundle = bundle();
        ((ArrayNode) resource(bundle, 2).get("address"))
                .addObject()
                .putArray("line")
                .add("1 Third Street");
        assertThat(refusal(bundle)).isEqualTo(Refusal.at(RefusalCode.INVALID, "too-many", "Patient.address"));
    }

    @Test
    void onlyStatAsksForAnEmergencyMeeting() throws Refused, IOException {
        assertThat(withPriority("stat").header().emergency()).isTrue();
        assertThat(withPriority("asap").header().emergency()).isFalse();
    }

    @Test
    void theMessageIsKnownByItsAddressWhereTheHeaderHasNoId() throws Refused, IOException {
        ObjectNode bundle = bundle();
        header(bundle).remove("id");
        ((ObjectNode) bundle.at("/entry/0")).put("fullUrl", "urn:uuid:11111111-AAAA-4b0c-8d58-0c2c2f3a9b11");
        assertThat(understand(bundle.toString(), MediaType.FHIR_JSON)
                        .header()
                        .id()
                        .value())
                .isEqualTo("11111111-aaaa-4b0c-8d58-0c2c2f3a9b11");
    }

    @Test
    void theRecordOfSharingWithoutConsentIsRead() throws Refused, IOException {
        ObjectNode bundle = bundle();
        ObjectNode consent = (ObjectNode) resource(bundle, 12);
        ((ObjectNode) consent.at("/category/0/coding/0")).put("code", "not-sought-unsafe");
        ArrayNode said = (ArrayNode) consent.get("extension");
        said.addObject()
                .put("url", LOCAL + "StructureDefinition/without-consent-reason")
                .put("valueCode", "would-prejudice-protection");
        said.addObject().put("url", LOCAL + "StructureDefinition/decided-by").put("valueString", "Consultant on call");
        assertThat(understand(bundle.toString(), MediaType.FHIR_JSON).consent())
                .isEqualTo(new Consent(
                        Consent.State.NOT_SOUGHT_UNSAFE,
                        Answer.YES,
                        Optional.of(new Consent.WithoutConsent(
                                Consent.WithoutConsent.Reason.WOULD_PREJUDICE_PROTECTION,
                                Optional.empty(),
                                Optional.of("Consultant on call")))));
    }

    @Test
    void xmlSaysTheSameAsJson() throws Refused {
        assertThat(understand(XML_SAMPLE, MediaType.FHIR_XML)).isEqualTo(understand(JSON_SAMPLE, MediaType.FHIR_JSON));
    }

    @Test
    void theNarrativeHtmlIsNeverRead() throws Refused, IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) resource(bundle, 2))
                .putObject("text")
                .put("status", "generated")
                .put("div", "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Canary-Zebra</p></div>");
        Bytes canonical = FORMATS.write(understand(bundle.toString(), MediaType.FHIR_JSON));
        assertThat(canonical.text()).doesNotContain("Canary-Zebra");
    }

    @Test
    void referencesThatLeadOutOfTheMessageAreTolerated() throws Refused, IOException {
        ObjectNode bundle = bundle();
        ((ArrayNode) bundle.get("entry")).addObject().set("resource", JSON.readTree("""
                                {"resourceType":"Encounter","status":"triaged","class":{"code":"EMER"},
                                 "episodeOfCare":[{"reference":"EpisodeOfCare/6d3c1a01-7c55-4d0e-9a41-0f5e2b9ac777"}]}
                                """));
        assertThat(understand(bundle.toString(), MediaType.FHIR_JSON).children())
                .hasSize(2);
    }

    @Test
    void halfACharacterIsRefusedAndNotWritten() throws IOException {
        String text = bundle().toString().replace("Larkfold Primary School", "Larkfold \\ud800 School");
        assertThat(refusal(text, MediaType.FHIR_JSON).code()).isEqualTo(RefusalCode.INVALID);
    }

    @ParameterizedTest
    @CsvSource({"disclosure-scheme-applicant,DISCLOSURE_SCHEME_APPLICANT", "informant,INFORMANT", "witness,WITNESS"})
    void h4_whoAskedOrToldIsReadAsAProtectedPersonAndAsNobodyElse(String code, Informant.Capacity capacity)
            throws Refused, IOException {
        ObjectNode bundle = bundle();
        ObjectNode related = (ObjectNode) resource(bundle, 13);
        ((ObjectNode) related.at("/relationship/0/coding/0")).put("code", code);
        Referral referral = understand(bundle.toString(), MediaType.FHIR_JSON);
        String name = understand(JSON_SAMPLE, MediaType.FHIR_JSON)
                .talk()
                .orElseThrow()
                .notSafe()
                .get(0)
                .name();
        assertThat(referral.header().informants()).singleElement().satisfies(informant -> {
            assertThat(informant.name()).isEqualTo(name);
            assertThat(informant.capacity()).isEqualTo(capacity);
        });
        assertThat(referral.talk().map(Referral.Talk::notSafe).orElse(List.of()))
                .isEmpty();
    }

    @Test
    void whosePatientAndWhoseClientSomeoneIsComesFromPracticesEpisodesAndOurOwnExtensions()
            throws Refused, IOException {
        ObjectNode bundle = bundle();
        String practice = "urn:uuid:6d3c1a91-7c55-4d0e-9a41-0f5e2b9ac091";
        String service = "urn:uuid:6d3c1a92-7c55-4d0e-9a41-0f5e2b9ac092";
        String patient = bundle.at("/entry/2/fullUrl").asText();
        add(bundle, practice, organisation("wenbury-gp"));
        add(bundle, service, organisation("wenbury-substance-misuse"));
        add(
                bundle,
                "urn:uuid:6d3c1a93-7c55-4d0e-9a41-0f5e2b9ac093",
                "{'resourceType':'EpisodeOfCare','status':'active','patient':{'reference':'" + patient
                        + "'},'managingOrganization':{'reference':'" + service + "'}}");
        ((ObjectNode) resource(bundle, 2))
                .putArray("generalPractitioner")
                .addObject()
                .put("reference", practice);
        ((ArrayNode) resource(bundle, 6).get("extension"))
                .addObject()
                .put("url", LOCAL + "StructureDefinition/client-of")
                .put("valueString", "wenbury-substance-misuse");
        Referral referral = understand(bundle.toString(), MediaType.FHIR_JSON);
        assertThat(referral.victim().knownTo())
                .containsExactlyInAnyOrder(
                        new Person.Knowing(new AgencyId("wenbury-gp"), Person.Book.PATIENT),
                        new Person.Knowing(new AgencyId("wenbury-substance-misuse"), Person.Book.CLIENT));
        assertThat(referral.allegedPerpetrators().get(0).person().knownTo())
                .containsExactly(new Person.Knowing(new AgencyId("wenbury-substance-misuse"), Person.Book.CLIENT));
    }

    @Test
    void aDocumentInACommunicationComesWithTheMessageAndOneElsewhereIsRefusedAndNotDropped()
            throws Refused, IOException {
        ObjectNode bundle = bundle();
        ObjectNode payload = ((ArrayNode) resource(bundle, 16).get("payload")).addObject();
        ObjectNode document = payload.putObject("contentAttachment");
        document.put("contentType", "text/plain; charset=utf-8").put("data", "SGVsbG8=");
        assertThat(understand(bundle.toString(), MediaType.FHIR_JSON).header().attachments())
                .containsExactly(new Attachment(DataCategory.HEALTH, Role.VICTIM, Attachment.Type.TEXT, "SGVsbG8="));
        document.put("contentType", "image/png");
        assertThat(refusal(bundle)).isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "attachment-type-not-taken"));
        document.remove("data");
        document.put("contentType", "application/pdf").put("url", "https://files.example/1");
        assertThat(refusal(bundle)).isEqualTo(Refusal.of(RefusalCode.UNSUPPORTED, "attachment-not-in-the-message"));
    }

    private static void add(ObjectNode bundle, String url, String resource) throws IOException {
        ((ArrayNode) bundle.get("entry"))
                .addObject()
                .put("fullUrl", url)
                .set("resource", JSON.readTree(resource.replace('\'', '"')));
    }

    private static String organisation(String agency) {
        return "{'resourceType':'Organization','identifier':[{'system':'" + LOCAL + "Id/agency','value':'" + agency
                + "'}],'name':'Some name'}";
    }

    private static Answer answer(RiskAssessment assessment, String concept) {
        return assessment.answers().stream()
                .filter(a -> a.concept().equals(concept))
                .map(RiskAssessment.Item::answer)
                .findFirst()
                .orElseThrow();
    }

    private static Referral withPriority(String priority) throws Refused, IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) resource(bundle, 1)).put("priority", priority);
        return understand(bundle.toString(), MediaType.FHIR_JSON);
    }

    private static Message inConversation(JsonNode bundle) throws Refused {
        Opened opened = new Opened(
                Bytes.utf8(bundle.toString()),
                MediaType.FHIR_JSON,
                Assurance.CHANNEL,
                Optional.empty(),
                Optional.empty(),
                Optional.of(CONVERSATION));
        return FORMATS.understand(opened, Examples.HOSPITAL, Examples.SELF);
    }

    private static ObjectNode saying(String reason, String status) throws IOException {
        ObjectNode bundle = bundle();
        ((ObjectNode) header(bundle).at("/reason/coding/0")).put("code", reason);
        ((ObjectNode) resource(bundle, 1)).put("status", status);
        return bundle;
    }

    private static Referral understand(String text, MediaType type) throws Refused {
        return (Referral) FORMATS.understand(Examples.plain(text, type), Examples.HOSPITAL, Examples.SELF);
    }

    private static Refusal refusal(JsonNode bundle) {
        return refusal(bundle.toString(), MediaType.FHIR_JSON);
    }

    private static Refusal refusal(String text, MediaType type) {
        return refused(Examples.plain(text, type)).refusal();
    }

    private static Refused refused(Opened opened) {
        Refused refused =
                catchThrowableOfType(Refused.class, () -> FORMATS.understand(opened, Examples.HOSPITAL, Examples.SELF));
        assertThat(refused).isNotNull();
        return refused;
    }

    private static ObjectNode bundle() throws IOException {
        return (ObjectNode) JSON.readTree(JSON_SAMPLE);
    }

    private static ObjectNode header(JsonNode bundle) {
        return (ObjectNode) resource(bundle, 0);
    }

    private static JsonNode resource(JsonNode bundle, int index) {
        return bundle.at("/entry/" + index + "/resource");
    }
}
