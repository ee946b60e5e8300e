package org.marac.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What a sender of FHIR is told, for every way a message can end. */
class FhirAnswerTest {
    private static final Bytes RECEIPT = Bytes.utf8("signed receipt");
    private static final MessageId ID = new MessageId("8c63d621-4d86-4f57-8699-e8e22d49935d");

    /** The error table, row by row: HTTP status, code, issue. A refusal without a row fails the test that counts. */
    private static final Map<RefusalCode, String> TABLE = Map.ofEntries(
            Map.entry(RefusalCode.TOO_LARGE, "413 REC_UNPROCESSABLE_ENTITY too-costly"),
            Map.entry(RefusalCode.UNKNOWN_MEDIA_TYPE, "415 REC_BAD_REQUEST not-supported"),
            Map.entry(RefusalCode.UNKNOWN_PEER, "401 REC_UNAUTHORIZED security"),
            Map.entry(RefusalCode.NO_PROTOCOL_IN_FORCE, "403 REC_FORBIDDEN forbidden"),
            Map.entry(RefusalCode.NOT_A_SIGNATORY, "403 REC_FORBIDDEN forbidden"),
            Map.entry(RefusalCode.CHANNEL_NOT_AGREED, "403 REC_FORBIDDEN forbidden"),
            Map.entry(RefusalCode.NOT_FOR_US, "422 REC_UNPROCESSABLE_ENTITY business-rule"),
            Map.entry(RefusalCode.NOT_CORRECTABLE, "422 REC_UNPROCESSABLE_ENTITY business-rule"),
            Map.entry(RefusalCode.BAD_SIGNATURE, "403 REC_FORBIDDEN forbidden"),
            Map.entry(RefusalCode.CERTIFICATE_REJECTED, "403 REC_FORBIDDEN forbidden"),
            Map.entry(RefusalCode.WEAK_ALGORITHM, "403 REC_FORBIDDEN forbidden"),
            Map.entry(RefusalCode.OUT_OF_TIME, "400 REC_BAD_REQUEST value"),
            Map.entry(RefusalCode.CONFLICT, "409 REC_CONFLICT conflict"),
            Map.entry(RefusalCode.UNREADABLE, "400 REC_BAD_REQUEST invalid"),
            Map.entry(RefusalCode.INVALID, "400 REC_BAD_REQUEST invalid"),
            Map.entry(RefusalCode.UNSUPPORTED, "422 REC_UNPROCESSABLE_ENTITY not-supported"),
            Map.entry(RefusalCode.ONLY_A_TEST, "422 REC_UNPROCESSABLE_ENTITY business-rule"),
            Map.entry(RefusalCode.DENIED, "422 REC_UNPROCESSABLE_ENTITY business-rule"));

    @Test
    void theTableHasARowForEveryRefusal() {
        assertThat(TABLE.keySet()).containsExactlyInAnyOrder(RefusalCode.values());
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalHasItsRow(RefusalCode code) {
        FhirAnswer answer = FhirAnswer.of(refused(Refusal.of(code)));

        assertThat(row(answer)).isEqualTo(TABLE.get(code));
    }

    @Test
    void whatIsMissingIsToldAsRequired() {
        FhirAnswer answer = FhirAnswer.of(refused(Refusal.at(RefusalCode.INVALID, "required", "x-request-id")));

        assertThat(row(answer)).isEqualTo("400 REC_BAD_REQUEST required");
    }

    @Test
    void whatCouldNotBeDoneIsToldAsTransient() {
        assertThat(row(FhirAnswer.unavailable())).isEqualTo("503 REC_SERVICE_UNAVAILABLE transient");
    }

    @Test
    void aDuplicateAndAConflictAreBoth409AndToldApartByTheIssue() {
        assertThat(row(FhirAnswer.of(accepted(true)))).isEqualTo("409 REC_CONFLICT duplicate");
        assertThat(row(FhirAnswer.of(refused(Refusal.of(RefusalCode.CONFLICT)))))
                .isEqualTo("409 REC_CONFLICT conflict");
    }

    @Test
    void aRefusalThatIsToldAgainIsNotADuplicateThatASenderTakesForSuccess() {
        Outcome again = outcome(Answered.Outcome.REFUSED, Optional.of(Refusal.of(RefusalCode.DENIED)), true);

        assertThat(row(FhirAnswer.of(again))).isEqualTo("422 REC_UNPROCESSABLE_ENTITY business-rule");
    }

    @Test
    void anAdmittedMessageIsAnsweredByAMessageThatNamesIt() {
        FhirAnswer answer = FhirAnswer.of(accepted(false));

        assertThat(answer.status()).isEqualTo(200);
        Bundle bundle = (Bundle) answer.resource();
        assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.MESSAGE);
        MessageHeader header = (MessageHeader) bundle.getEntryFirstRep().getResource();
        assertThat(header.getResponse().getIdentifier()).isEqualTo(ID.value());
        assertThat(header.getResponse().getCode()).isEqualTo(MessageHeader.ResponseType.OK);
        assertThat(bundle.getEntry())
                .extracting(Bundle.BundleEntryComponent::getFullUrl)
                .contains(header.getResponse().getDetails().getReference())
                .doesNotHaveDuplicates();
    }

    @Test
    void theReceiptIsAttachedToEveryAnswerThatHasOne() {
        Bundle admitted = (Bundle) FhirAnswer.of(accepted(false)).resource();
        assertThat(admitted.getEntry())
                .extracting(Bundle.BundleEntryComponent::getResource)
                .filteredOn(Binary.class::isInstance)
                .singleElement()
                .satisfies(receipt -> {
                    assertThat(((Binary) receipt).getData()).isEqualTo(RECEIPT.toArray());
                    assertThat(((Binary) receipt).getContentType()).isEqualTo("application/pkcs7-mime");
                });

        for (Outcome outcome : List.of(accepted(true), refused(Refusal.of(RefusalCode.DENIED)))) {
            OperationOutcome told = (OperationOutcome) FhirAnswer.of(outcome).resource();
            assertThat(((Base64BinaryType)
                                    told.getExtensionByUrl(FhirAnswer.RECEIPT).getValue())
                            .getValue())
                    .isEqualTo(RECEIPT.toArray());
        }
    }

    @Test
    void whereThereIsNoReceiptNoneIsInvented() {
        Outcome unknown = new Outcome(
                new Answered(
                        Answered.Outcome.REFUSED,
                        Optional.of(Refusal.of(RefusalCode.UNKNOWN_PEER)),
                        Optional.empty(),
                        new Position(3)),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThat(((OperationOutcome) FhirAnswer.of(unknown).resource()).hasExtension(FhirAnswer.RECEIPT))
                .isFalse();
    }

    @Test
    void aRefusalSaysCodeReasonClausesAndPlaceInOurOwnWords() {
        Refusal refusal = new Refusal(
                RefusalCode.DENIED,
                List.of(new ClauseId("C4.2"), new ClauseId("C10")),
                Optional.of("below-threshold"),
                Optional.of("/riskAssessment"));

        OperationOutcome told =
                (OperationOutcome) FhirAnswer.of(refused(refusal)).resource();

        assertThat(told.getIssueFirstRep().getDiagnostics())
                .isEqualTo(RefusalCode.DENIED.sentence()
                        + " Reason: below-threshold. Clauses: C4.2, C10. At: /riskAssessment.");
    }

    /** A position made of anything but our own names is dropped where refusals are made; an answer shows what is left. */
    @Test
    void nothingOfTheMessageIsInAnAnswer() throws Exception {
        Refusal refusal = Refusal.at(RefusalCode.INVALID, "wrong-date", "Patient \"Jane Doe\" born 1990");
        for (FhirAnswer answer : List.of(
                FhirAnswer.of(refused(refusal)), FhirAnswer.of(accepted(true)), FhirAnswer.of(accepted(false)))) {
            assertThat(written(answer, "application/fhir+json").getContentAsString(UTF_8))
                    .doesNotContain("Jane", "Doe", "1990");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/fhir+json, , application/fhir+json",
        "application/fhir+xml, , application/fhir+xml",
        ", application/fhir+xml, application/fhir+xml",
        "application/fhir+json, application/fhir+xml, application/fhir+json",
        ", , application/fhir+json",
        "'*/*', , application/fhir+json",
    })
    void theAnswerComesInTheFormTheSenderAccepts(String accept, String sent, String answered) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        if (accept != null) {
            request.addHeader("Accept", accept);
        }
        request.setContentType(sent);
        MockHttpServletResponse response = new MockHttpServletResponse();

        FhirAnswer.of(accepted(true)).write(request, response);

        assertThat(response.getContentType()).isEqualTo(answered + ";charset=UTF-8");
        assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
        var parser = answered.endsWith("xml")
                ? FhirContext.forR4Cached().newXmlParser()
                : FhirContext.forR4Cached().newJsonParser();
        assertThat(parser.parseResource(OperationOutcome.class, response.getContentAsString(UTF_8))
                        .getIssue())
                .hasSize(1);
    }

    @Test
    void everyRowIsOneOfTheStandard() {
        Map<Integer, List<String>> codes = Stream.of(RefusalCode.values())
                .map(code -> FhirError.of(refused(Refusal.of(code))))
                .collect(Collectors.groupingBy(
                        FhirError::status, Collectors.mapping(FhirError::code, Collectors.toList())));

        assertThat(codes.keySet()).allMatch(status -> status >= 400 && status < 500);
        assertThat(codes.values()).allSatisfy(each -> assertThat(each).allMatch(code -> code.startsWith("REC_")));
    }

    private static String row(FhirAnswer answer) {
        OperationOutcome.OperationOutcomeIssueComponent issue =
                ((OperationOutcome) answer.resource()).getIssueFirstRep();
        return Stream.<Function<FhirAnswer, Object>>of(
                        FhirAnswer::status,
                        a -> issue.getDetails().getCodingFirstRep().getCode(),
                        a -> issue.getCode().toCode())
                .map(part -> part.apply(answer).toString())
                .collect(Collectors.joining(" "));
    }

    private static MockHttpServletResponse written(FhirAnswer answer, String accept) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader("Accept", accept);
        MockHttpServletResponse response = new MockHttpServletResponse();
        answer.write(request, response);
        return response;
    }

    private static Outcome accepted(boolean repeated) {
        return outcome(Answered.Outcome.ACCEPTED, Optional.empty(), repeated);
    }

    private static Outcome refused(Refusal refusal) {
        return outcome(Answered.Outcome.REFUSED, Optional.of(refusal), false);
    }

    private static Outcome outcome(Answered.Outcome how, Optional<Refusal> refusal, boolean repeated) {
        return new Outcome(
                new Answered(how, refusal, Optional.of(RECEIPT), new Position(3)),
                repeated,
                Optional.of(new AgencyId("wenbury-hospital")),
                Optional.of(ID),
                Optional.empty());
    }
}
