package org.marac.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Obligation;
import org.marac.gateway.model.PartnerAnswer;
import org.marac.gateway.model.Purpose;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;

/** What leaves in FHIR says what the view says, as far as FHIR can, and the sealed message goes with it. */
class FhirOutTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Formats FORMATS = new Formats(new Mappings(Path.of("routes", "mappings")));
    private static final AgencyId PRACTICE = new AgencyId("wenbury-gp");
    private static final Bytes SEALED = Bytes.utf8("sealed for the practice");
    private static final String WITHDRAWAL = "{\"kind\":\"CORRECTION\",\"version\":1,\"header\":{\"id\":\"second\","
            + "\"sender\":\"wenbury-police\",\"created\":\"2026-11-21T20:00:00Z\",\"purpose\":\"REFERRAL\"},"
            + "\"corrects\":\"first\",\"withdrawal\":{\"reason\":\"WRONG_PERSON\"}}";

    @Test
    void aReferralReadBackSaysTheSame() throws Refused, IOException {
        Referral said = (Referral) FORMATS.understand(
                Examples.plain(Examples.text("hospital-referral.fhir.json"), MediaType.FHIR_JSON),
                Examples.HOSPITAL,
                Examples.SELF);
        assertSame(readBack(FORMATS.write(said)), said);
    }

    /** What the canonical form has and FHIR has not, it has not there either; the rest is the same. */
    @Test
    void theRichestReferralReadBackSaysTheSameAsFarAsFhirCan() throws Refused, IOException {
        ObjectNode rich = (ObjectNode) JSON.readTree(Examples.text("police-referral.json"));
        for (String only : List.of("/victim", "/children/0/person", "/allegedPerpetrators/0/person")) {
            if (rich.at(only) instanceof ObjectNode person) {
                person.remove(List.of("alternativeBirthDates"));
            }
        }
        if (rich.path("safeContact") instanceof ObjectNode contact) {
            contact.remove("windows");
        }
        for (JsonNode child : rich.path("children")) {
            ((ObjectNode) child).remove("exclusions");
        }
        Referral said = (Referral) FORMATS.read(Bytes.utf8(rich.toString()));
        assertSame(readBack(FORMATS.write(said)), said);
    }

    @Test
    void nobodyIsEverWrittenWhereReceivingSystemsLookForWhomToRing() throws IOException {
        JsonNode bundle = message(Bytes.utf8(Examples.text("police-referral.json")), true);
        assertThat(resources(bundle, "Patient")).singleElement().satisfies(patient -> {
            assertThat(patient.has("contact")).isFalse();
            assertThat(patient.has("link")).isFalse();
        });
        assertThat(resources(bundle, "RelatedPerson"))
                .isNotEmpty()
                .allSatisfy(related -> assertThat(
                                related.at("/relationship/0/coding/0/system").asText())
                        .isEqualTo("https://marac.example/CodeSystem/party-role"));
        assertThat(resources(bundle, "RelatedPerson"))
                .filteredOn(related ->
                        related.at("/relationship/0/coding/0/code").asText().equals("alleged-perpetrator"))
                .isNotEmpty()
                .allSatisfy(related ->
                        assertThat(related.at("/meta/security/0/code").asText()).isEqualTo("R"));
    }

    @Test
    void whatTheViewLeavesOutIsNotThere() throws IOException {
        ObjectNode view = (ObjectNode) JSON.readTree(Examples.text("police-referral.json"));
        view.remove(List.of("narrative", "children", "safeContact", "riskAssessment", "consent", "referrer", "talk"));
        ((ObjectNode) view.get("victim")).remove(List.of("address", "safeAddress", "telephones"));
        JsonNode bundle = message(Bytes.utf8(view.toString()), true);

        assertThat(types(bundle))
                .doesNotContain("Communication", "QuestionnaireResponse", "Consent", "PractitionerRole");
        assertThat(resources(bundle, "Patient")).singleElement().satisfies(patient -> {
            assertThat(patient.has("address")).isFalse();
            assertThat(patient.has("telecom")).isFalse();
            assertThat(patient.toString()).doesNotContain("safe-contact");
        });
    }

    @Test
    void whereTheChannelIsForSealedMessagesNothingOfItStandsOutsideTheSeal() throws IOException {
        ObjectNode view = (ObjectNode) JSON.readTree(Examples.text("police-referral.json"));
        JsonNode bundle = message(Bytes.utf8(view.toString()), false);

        assertThat(types(bundle))
                .containsExactlyInAnyOrder(
                        "MessageHeader", "Organization", "ServiceRequest", "Binary", "DocumentReference");
        for (String said : List.of("victim", "allegedPerpetrators", "referrer", "narrative")) {
            view.path(said)
                    .findValuesAsText("family")
                    .forEach(name -> assertThat(bundle.toString()).doesNotContain(name));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSealedMessageGoesWithIt(boolean inClear) throws IOException {
        JsonNode bundle = message(Bytes.utf8(Examples.text("police-referral.json")), inClear);
        assertThat(resources(bundle, "Binary")).singleElement().satisfies(binary -> {
            assertThat(binary.path("contentType").asText()).isEqualTo("application/cms");
            assertThat(Base64.getDecoder().decode(binary.path("data").asText())).isEqualTo(SEALED.toArray());
        });
        assertThat(resources(bundle, "DocumentReference")
                        .get(0)
                        .at("/content/0/attachment/url")
                        .asText())
                .isEqualTo(address(bundle, "Binary"));
    }

    @Test
    void itIsABarsMessageToTheRecipientWithTheDutiesOfTheDisclosure() throws IOException {
        JsonNode bundle = message(Bytes.utf8(Examples.text("police-referral.json")), true);
        JsonNode header = bundle.at("/entry/0/resource");
        assertThat(header.path("resourceType").asText()).isEqualTo("MessageHeader");
        assertThat(header.at("/eventCoding/code").asText()).isEqualTo("servicerequest-request");
        assertThat(header.at("/reason/coding/0/code").asText()).isEqualTo("new");
        assertThat(header.at("/destination/0/endpoint").asText())
                .isEqualTo("https://marac.example/Id/agency|wenbury-gp");
        assertThat(header.at("/source/endpoint").asText()).isEqualTo("https://marac.example/Id/agency|wenbury-marac");
        assertThat(header.at("/focus/0/reference").asText()).isEqualTo(address(bundle, "ServiceRequest"));
        assertThat(bundle.at("/meta/security").findValuesAsText("code")).contains("R", "NOREUSE", "NOPAT");
        assertThat(bundle.at("/meta/tag/0/code").asText()).isEqualTo("OFFICIAL-SENSITIVE");
        JsonNode request = resources(bundle, "ServiceRequest").get(0);
        assertThat(request.at("/identifier/0/value").asText()).isEqualTo(Examples.ID);
        assertThat(request.at("/identifier/0/assigner/identifier/value").asText())
                .isEqualTo("wenbury-police");
    }

    @Test
    void theSameIsWrittenWheneverItIsSentAgain() throws IOException {
        Bytes view = Bytes.utf8(Examples.text("police-referral.json"));
        assertThat(message(view, true)).isEqualTo(message(view, true));
    }

    @Test
    void aWithdrawalIsARevokedRequestThatSaysWhatItTakesBack() throws IOException {
        JsonNode bundle = message(Bytes.utf8(WITHDRAWAL), true);
        assertThat(bundle.at("/entry/0/resource/reason/coding/0/code").asText()).isEqualTo("update");
        JsonNode request = resources(bundle, "ServiceRequest").get(0);
        assertThat(request.path("status").asText()).isEqualTo("revoked");
        assertThat(request.at("/replaces/0/identifier/value").asText()).isEqualTo("first");
        assertThat(request.at("/extension/0/valueCode").asText()).isEqualTo("wrong-person");
    }

    @Test
    void aCorrectionIsAnUpdateWithAllOfItAgain() throws IOException {
        ObjectNode content = (ObjectNode) JSON.readTree(Examples.text("police-referral.json"));
        JsonNode header = content.remove("header");
        content.remove(List.of("kind", "version"));
        ObjectNode correction = JSON.createObjectNode();
        correction.put("kind", "CORRECTION").put("version", 1).set("header", header);
        correction.put("corrects", "first").set("referral", content);
        JsonNode bundle = message(Bytes.utf8(correction.toString()), true);

        assertThat(bundle.at("/entry/0/resource/reason/coding/0/code").asText()).isEqualTo("update");
        assertThat(resources(bundle, "ServiceRequest")
                        .get(0)
                        .at("/replaces/0/identifier/value")
                        .asText())
                .isEqualTo("first");
        assertThat(resources(bundle, "Patient")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"FACT, HEALTH, VICTIM", "ALLEGATION, CRIMINAL_OFFENCE, ALLEGED_PERPETRATOR"})
    void anItemOfInformationSaysWhatItIsAndOfWhom(String assertion, String category, String subject)
            throws IOException {
        ObjectNode view = (ObjectNode) JSON.readTree(WITHDRAWAL.replace("CORRECTION", "INFORMATION"));
        view.remove(List.of("corrects", "withdrawal"));
        view.putObject("victim").putObject("name").put("family", "Ashdown");
        view.putArray("items")
                .addObject()
                .put("category", category)
                .put("assertion", assertion)
                .put("subject", subject)
                .put("text", "What is known.");
        JsonNode bundle = message(Bytes.utf8(view.toString()), true);

        assertThat(resources(bundle, "Communication")).singleElement().satisfies(item -> {
            assertThat(item.at("/payload/0/contentString").asText()).isEqualTo("What is known.");
            assertThat(item.path("category").findValuesAsText("code"))
                    .containsExactly(
                            FhirOutEntries.code(category),
                            FhirOutEntries.code(assertion),
                            FhirOutEntries.code(subject));
        });
    }

    /** It says of which message it is, and no more: that is in the sealed document, whatever the channel carries in clear. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNoticeAnswersTheMessageItIsAboutAndIsInTheSealedDocumentAlone(boolean inClear) throws Exception {
        JsonNode bundle =
                JSON.readTree(FORMATS.fhir(notice(), PRACTICE, SEALED, inClear).text());

        assertThat(types(bundle))
                .containsExactlyInAnyOrder(
                        "MessageHeader", "Organization", "OperationOutcome", "Binary", "DocumentReference");
        JsonNode header = bundle.at("/entry/0/resource");
        assertThat(header.at("/eventCoding/code").asText()).isEqualTo("servicerequest-response");
        assertThat(header.at("/response/identifier").asText()).isEqualTo("WGP-17");
        assertThat(header.at("/response/code").asText())
                .as("it is not to be sent again")
                .isEqualTo("ok");
        assertThat(header.at("/response/details/reference").asText()).isEqualTo(address(bundle, "OperationOutcome"));
        assertThat(header.at("/focus/0/reference").asText()).isEqualTo(address(bundle, "DocumentReference"));
        assertThat(header.at("/destination/0/endpoint").asText()).endsWith("|wenbury-gp");
        assertThat(resources(bundle, "OperationOutcome")
                        .get(0)
                        .at("/issue/0/severity")
                        .asText())
                .isEqualTo("warning");
        assertThat(Base64.getDecoder()
                        .decode(resources(bundle, "Binary").get(0).path("data").asText()))
                .isEqualTo(SEALED.toArray());
        assertThat(bundle.toString()).doesNotContain("haven-idva", "message.undelivered", "refused");
    }

    /** As one of ours would read it that came in: an answer to its own message, which it keeps and does not act on. */
    @Test
    void aNoticeIsReadAsAnAnswerToWhatWasSent() throws Refused, IOException {
        Bytes message = FORMATS.fhir(notice(), PRACTICE, SEALED, true);

        assertThat(FORMATS.answer(Examples.plain(message.text(), MediaType.FHIR_JSON), Examples.SELF, PRACTICE))
                .hasValueSatisfying(answer -> {
                    assertThat(answer.request()).isEqualTo(new MessageId("WGP-17"));
                    assertThat(answer.code()).isEqualTo(PartnerAnswer.Code.OK);
                });
        assertThat(FORMATS.fhir(notice(), PRACTICE, SEALED, true))
                .as("the same whenever it is sent")
                .isEqualTo(message);
    }

    private static Envelope notice() {
        return new Envelope(
                new MessageId(Examples.ID),
                Examples.SELF,
                List.of(PRACTICE),
                Instant.parse(Examples.CREATED),
                MediaType.NOTICE,
                Bytes.utf8("{\"notice\":\"message.undelivered\",\"message\":\"WGP-17\",\"to\":\"haven-idva\","
                        + "\"state\":\"refused\"}"),
                Optional.empty(),
                Optional.empty());
    }

    private static void assertSame(Referral read, Referral said) {
        assertThat(read.victim()).isEqualTo(said.victim());
        assertThat(read.safeContact()).isEqualTo(said.safeContact());
        assertThat(read.allegedPerpetrators()).isEqualTo(said.allegedPerpetrators());
        assertThat(read.children()).isEqualTo(said.children());
        assertThat(read.riskAssessment()).isEqualTo(said.riskAssessment());
        assertThat(read.narrative()).isEqualTo(said.narrative());
        assertThat(read).usingRecursiveComparison().ignoringFields("header").isEqualTo(said);
        assertThat(read.header().emergency()).isEqualTo(said.header().emergency());
        assertThat(read.header().justification()).isEqualTo(said.header().justification());
        assertThat(read.header().attachments()).isEqualTo(said.header().attachments());
    }

    /** As one of ours would read it that came in, without the sealed message that goes with it. */
    private static Referral readBack(Bytes view) throws Refused, IOException {
        JsonNode bundle = message(view, true);
        for (Iterator<JsonNode> entries = ((ArrayNode) bundle.get("entry")).elements(); entries.hasNext(); ) {
            String type = entries.next().at("/resource/resourceType").asText();
            if (type.equals("Binary") || type.equals("DocumentReference")) {
                entries.remove();
            }
        }
        return (Referral)
                FORMATS.understand(Examples.plain(bundle.toString(), MediaType.FHIR_JSON), Examples.SELF, PRACTICE);
    }

    private static JsonNode message(Bytes view, boolean inClear) throws IOException {
        Envelope envelope = new Envelope(
                new MessageId(Examples.ID),
                Examples.SELF,
                List.of(PRACTICE),
                Instant.parse(Examples.CREATED),
                MediaType.CANONICAL.code(),
                view,
                Optional.empty(),
                Optional.of(new Envelope.Handling(
                        Examples.POLICE,
                        "OFFICIAL-SENSITIVE",
                        Optional.empty(),
                        Purpose.REFERRAL,
                        List.of(new ClauseId("C1")),
                        List.of(Obligation.NOREUSE, Obligation.NOPAT),
                        List.of(),
                        List.of(),
                        Optional.empty())));
        return JSON.readTree(FORMATS.fhir(envelope, PRACTICE, SEALED, inClear).text());
    }

    private static List<JsonNode> resources(JsonNode bundle, String type) {
        List<JsonNode> found = new ArrayList<>();
        bundle.path("entry").forEach(entry -> {
            if (entry.at("/resource/resourceType").asText().equals(type)) {
                found.add(entry.get("resource"));
            }
        });
        return found;
    }

    private static String address(JsonNode bundle, String type) {
        return "urn:uuid:" + resources(bundle, type).get(0).path("id").asText();
    }

    private static List<String> types(JsonNode bundle) {
        return bundle.path("entry").findValues("resource").stream()
                .map(resource -> resource.path("resourceType").asText())
                .toList();
    }
}
