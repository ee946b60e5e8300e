package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.kit.FhirTale;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.RefusalCode;

/** What an agency's system answers (BaRS {@code servicerequest-response}) reaches the coordinator, known or not, and nobody else. */
@Timeout(60)
class PartnerAnswerTest {
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final AgencyId PRACTICE = new AgencyId("wenbury-gp");
    private static final String ANSWER = """
            {"resourceType": "Bundle", "id": "%1$s", "type": "message", "timestamp": "2026-11-22T10:00:00Z", "entry": [
              {"fullUrl": "urn:uuid:%1$s", "resource": {"resourceType": "MessageHeader", "id": "%1$s",
               "eventCoding": {"system": "https://fhir.nhs.uk/CodeSystem/message-events-bars", "code": "servicerequest-response"},
               "destination": [{"endpoint": "https://marac.example/Id/agency|wenbury-marac"}],
               "source": {"endpoint": "https://marac.example/Id/agency|%2$s"},
               "response": {"identifier": "%3$s", "code": "%4$s"}}},
              {"resource": {"resourceType": "Flag", "status": "active", "code": {"text": "Did not attend"},
               "subject": {"reference": "Patient/somebody"}}}]}
            """;

    private final WholeLine line = new WholeLine();
    private final Instant before = line.clock.instant().minus(Duration.ofHours(1));
    private final UUID ourConversation = UUID.randomUUID();
    private final UUID ourMessage = UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerToWhatItWasSentIsKeptWithTheCaseByTheConversationOrByTheMessage(boolean byConversation) {
        String caseRef = asked(PRACTICE);
        line.delivered();
        Outcome outcome = answer(
                PRACTICE,
                byConversation ? ourConversation : UUID.randomUUID(),
                byConversation ? UUID.randomUUID() : ourMessage);

        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        assertThat(line.notices(caseRef)).extracting(Notice::code).contains(Notice.Code.ANSWERED);
        assertThat(received(caseRef)).hasSize(1);
        assertThat(line.delivered()).as("an answer goes to nobody").isEmpty();
    }

    @Test
    void whatAnotherAgencyWasSentItDoesNotAnswer() {
        String caseRef = asked(HOSPITAL);
        answer(PRACTICE, ourConversation, ourMessage);
        assertThat(received(caseRef)).isEmpty();
        assertThat(line.notices(caseRef)).extracting(Notice::code).doesNotContain(Notice.Code.ANSWERED);
    }

    @Test
    void anAnswerToNothingKnownIsParkedForTheCoordinatorAndTakenUpWhenItsRequestComes() {
        FhirTale tale = new FhirTale();
        UUID conversation = UUID.fromString(tale.conversation.value());
        String parked = caseOf(answer(HOSPITAL, conversation, UUID.randomUUID()));
        assertThat(line.notices(parked)).extracting(Notice::code).containsExactly(Notice.Code.ANSWER_PARKED);

        FhirTale.Said referral = tale.referral(before);
        line.sayByFhir(HOSPITAL, referral.bundle(), id(), tale.conversation);

        assertThat(caseOf(referral)).isEqualTo(parked);
        assertThat(line.notices(parked))
                .extracting(Notice::code)
                .containsExactlyInAnyOrder(Notice.Code.ANSWER_PARKED, Notice.Code.ANSWERED);
    }

    @Test
    void aParkedAnswerGoesAlongToTheCaseThatThePeopleHave() {
        FhirTale tale = new FhirTale();
        FhirTale.Said first = tale.referral(before);
        line.sayByFhir(HOSPITAL, first.bundle(), id(), id());
        MessageId conversation = id();
        answer(HOSPITAL, UUID.fromString(conversation.value()), UUID.randomUUID());
        FhirTale.Said second = tale.referral(before);
        line.sayByFhir(HOSPITAL, second.bundle(), id(), conversation);

        assertThat(caseOf(second)).isEqualTo(caseOf(first));
        assertThat(line.notices(caseOf(first))).extracting(Notice::code).contains(Notice.Code.ANSWERED);
        assertThat(kept(caseOf(first))).isEqualTo(1);
    }

    @Test
    void anAnswerInTheSendersOwnConversationIsKeptWithItsCase() {
        FhirTale tale = new FhirTale();
        FhirTale.Said referral = tale.referral(before);
        line.sayByFhir(HOSPITAL, referral.bundle(), id(), tale.conversation);
        answer(HOSPITAL, UUID.fromString(tale.conversation.value()), UUID.randomUUID());
        assertThat(received(caseOf(referral))).hasSize(1);
    }

    @Test
    void theSameAnswerAgainIsTheSame() {
        String caseRef = asked(PRACTICE);
        String bundle = bundle(PRACTICE, UUID.randomUUID(), "ok");
        MessageId transmission = id();
        MessageId conversation = new MessageId(ourConversation.toString());
        Outcome first = line.sayByFhir(PRACTICE, bundle, transmission, conversation);
        Outcome again = line.sayByFhir(PRACTICE, bundle, transmission, conversation);
        assertThat(again.repeated()).isTrue();
        assertThat(again.answered()).isEqualTo(first.answered());
        assertThat(received(caseRef)).hasSize(1);
    }

    @Test
    void whenTheCaseIsDisposedOfTheAnswersToItAre() {
        String caseRef = asked(PRACTICE);
        answer(PRACTICE, ourConversation, ourMessage);
        assertThat(kept(caseRef)).isEqualTo(1);
        line.transactions.write(c -> line.caseRecord.dispose(c, caseRef, line.clock.instant()));
        assertThat(kept(caseRef)).isZero();
    }

    @Test
    void anAnswerThatDoesNotSayWhatItAnswersIsRefused() {
        Outcome outcome = line.sayByFhir(
                PRACTICE,
                bundle(PRACTICE, UUID.randomUUID(), "ok").replaceFirst("\"identifier\": \"[^\"]+\", ", ""),
                id(),
                id());
        assertThat(outcome.answered().refusal().orElseThrow().code()).isEqualTo(RefusalCode.INVALID);
        assertThat(outcome.answered().refusal().orElseThrow().position()).contains("MessageHeader.response.identifier");
    }

    private String asked(AgencyId agency) {
        FhirTale tale = new FhirTale();
        FhirTale.Said referral = tale.referral(before);
        line.sayByFhir(HOSPITAL, referral.bundle(), id(), tale.conversation);
        String caseRef = caseOf(referral);
        line.transactions.write(c -> {
            line.caseRecord.asked(c, agency, caseRef, List.of(ourConversation, ourMessage));
            return caseRef;
        });
        return caseRef;
    }

    private Outcome answer(AgencyId agency, UUID conversation, UUID request) {
        return line.sayByFhir(agency, bundle(agency, request, "ok"), id(), new MessageId(conversation.toString()));
    }

    private static String bundle(AgencyId agency, UUID request, String code) {
        return ANSWER.formatted(UUID.randomUUID(), agency, request, code);
    }

    private List<Entry> received(String caseRef) {
        return line.entries(caseRef).stream()
                .filter(entry -> entry.event().equals("answer.received"))
                .toList();
    }

    private String caseOf(FhirTale.Said said) {
        String ref = line.pseudonyms.messageRef(HOSPITAL, said.id());
        return line.transactions
                .read((Connection c) -> line.caseRecord.message(c, ref))
                .orElseThrow()
                .caseRef();
    }

    private String caseOf(Outcome answer) {
        String ref = line.pseudonyms.messageRef(HOSPITAL, answer.message().orElseThrow());
        return line.transactions.read((Connection c) -> {
            try (var select = c.prepareStatement("select replace(case_ref::text, '-', '') from partner_answer"
                    + " where replace(message_ref::text, '-', '') = ?")) {
                select.setString(1, ref);
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getString(1);
                }
            }
        });
    }

    private int kept(String caseRef) {
        return line.transactions.read((Connection c) -> {
            try (var select = c.prepareStatement(
                    "select count(*) from partner_answer where replace(case_ref::text, '-', '') = ?")) {
                select.setString(1, caseRef);
                try (var row = select.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    private static MessageId id() {
        return new MessageId(UUID.randomUUID().toString());
    }
}
