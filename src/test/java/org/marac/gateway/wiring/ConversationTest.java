package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.wiring.WholeLine.to;
import static org.marac.gateway.wiring.WholeLine.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.flow.Outcome;
import org.marac.gateway.kit.FhirTale;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Notice;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.record.CaseRecord;

/**
 * A health system's conversation (NHS Booking and Referral Standard): new, update, cancel, created in error, as they come and
 * in every other order.
 */
@Timeout(60)
class ConversationTest {
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final AgencyId PRACTICE = new AgencyId("wenbury-gp");
    private static final String IDVA = "haven-idva";

    private final WholeLine line = new WholeLine();
    private final FhirTale tale = new FhirTale();
    private final Instant one = line.clock.instant().minus(Duration.ofHours(4));
    private final Instant two = one.plus(Duration.ofHours(1));
    private final Instant three = two.plus(Duration.ofHours(1));
    private final Instant four = three.plus(Duration.ofHours(1));
    private final Map<MessageId, MessageId> transmissions = new HashMap<>();

    @BeforeEach
    void nothingElseWaits() {
        line.delivered();
    }

    @Test
    void anUpdateTakesThePlaceOfWhatThisConversationSaidBeforeAndEveryoneWhoWasSentItIsTold() {
        FhirTale.Said referral = tale.referral(one);
        accepted(referral);
        assertThat(view(to(IDVA, line.delivered()).get(0)).path("kind").asText())
                .isEqualTo("REFERRAL");
        FhirTale.Said update = tale.update(two).with("14 Larkfold Close", "41 Larkfold Close");
        accepted(update);

        Envelope sent = to(IDVA, line.delivered()).get(0);
        assertThat(view(sent).path("kind").asText()).isEqualTo("CORRECTION");
        assertThat(view(sent).path("corrects").asText()).isEqualTo(referral.id().value());
        assertThat(view(sent).at("/referral/victim/address/lines/0").asText()).isEqualTo("41 Larkfold Close");
        assertThat(standing(referral, update)).containsExactly(update.id());
    }

    @Test
    void aCancelReachesEveryoneWhoWasSentItAndNothingIsDeletedFromTheRecord() {
        FhirTale.Said referral = tale.referral(one);
        FhirTale.Said cancel = tale.cancel(two);
        accepted(referral);
        line.delivered();
        accepted(cancel);

        Envelope sent = to(IDVA, line.delivered()).get(0);
        assertThat(view(sent).at("/withdrawal/reason").asText()).isEqualTo("CANCELLED");
        assertThat(view(sent).path("corrects").asText()).isEqualTo(referral.id().value());
        assertThat(filed(referral).view().text()).contains(tale.victim());
        assertThat(filed(referral).correctedBy()).contains(filed(cancel).messageRef());
    }

    @Test
    void createdInErrorSaysSoAndAReasonIsPassedOnWhereThereIsOne() {
        accepted(tale.referral(one));
        line.delivered();
        accepted(tale.createdInError(two));
        assertThat(view(to(IDVA, line.delivered()).get(0))
                        .at("/withdrawal/reason")
                        .asText())
                .isEqualTo("SENT_IN_ERROR");

        FhirTale other = new FhirTale();
        accepted(other, other.referral(one));
        line.delivered();
        accepted(
                other,
                other.cancel(two)
                        .with(
                                "\"resourceType\": \"ServiceRequest\"",
                                "\"resourceType\": \"ServiceRequest\", \"extension\": [{\"url\":"
                                        + " \"https://marac.example/StructureDefinition/withdrawal-reason\","
                                        + " \"valueCode\": \"wrong-person\"}]"));
        assertThat(view(to(IDVA, line.delivered()).get(0))
                        .at("/withdrawal/reason")
                        .asText())
                .isEqualTo("WRONG_PERSON");
    }

    /** As the four messages of one BaRS conversation may come: the last first, each twice. */
    @Test
    void fourMessagesInTheOrderDbacAndEachTwiceAreOneCaseWithTheLastStateD() {
        FhirTale.Said a = tale.referral(one).with("14 Larkfold Close", "1 First Street");
        FhirTale.Said b = tale.update(two).with("14 Larkfold Close", "2 Second Street");
        FhirTale.Said c = tale.update(three).with("14 Larkfold Close", "3 Third Street");
        FhirTale.Said d = tale.update(four).with("14 Larkfold Close", "4 Fourth Street");

        for (FhirTale.Said said : List.of(d, b, a, c)) {
            Answered first = accepted(said).answered();
            Outcome again = say(said);
            assertThat(again.repeated()).isTrue();
            assertThat(again.answered()).isEqualTo(first);
        }

        String caseRef = filed(d).caseRef();
        assertThat(List.of(filed(a), filed(b), filed(c))).allSatisfy(overtaken -> {
            assertThat(overtaken.caseRef()).isEqualTo(caseRef);
            assertThat(overtaken.correctedBy()).contains(filed(d).messageRef());
        });
        assertThat(standing(a, b, c, d)).containsExactly(d.id());
        assertThat(line.entries(caseRef))
                .filteredOn(Entry.Admitted.class::isInstance)
                .hasSize(4);
        assertThat(line.entries(caseRef))
                .filteredOn(entry -> entry.event().equals("correction.overtaken"))
                .hasSize(3);
        List<Envelope> sent = to(IDVA, line.delivered());
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).content().text()).contains("Fourth Street").doesNotContain("First", "Second", "Third");
    }

    @Test
    void everyOrderOfThreeEndsInTheLastState() {
        for (List<Integer> order : List.of(
                List.of(0, 1, 2),
                List.of(0, 2, 1),
                List.of(1, 0, 2),
                List.of(1, 2, 0),
                List.of(2, 0, 1),
                List.of(2, 1, 0))) {
            FhirTale one = new FhirTale();
            List<FhirTale.Said> said = List.of(
                    one.referral(this.one), one.update(two), one.update(three).with("Close", "Crescent"));
            order.forEach(i -> accepted(one, said.get(i)));

            assertThat(standing(said.toArray(FhirTale.Said[]::new)))
                    .as("%s", order)
                    .containsExactly(said.get(2).id());
            List<Envelope> sent = to(IDVA, line.delivered());
            assertThat(sent.get(sent.size() - 1).content().text()).contains("Larkfold Crescent");
        }
    }

    @Test
    void aReferralThatComesAfterItsCancellationIsKeptAndSentToNobodyAndAPersonIsTold() {
        FhirTale.Said referral = tale.referral(one);
        FhirTale.Said cancel = tale.cancel(two);
        Outcome early = accepted(cancel);
        assertThat(early.decision()).isPresent();
        String caseRef = filed(cancel).caseRef();
        assertThat(line.notices(caseRef)).extracting(Notice::code).containsExactly(Notice.Code.WITHDRAWN_UNSEEN);
        accepted(referral);

        assertThat(line.delivered()).isEmpty();
        assertThat(filed(referral).caseRef()).isEqualTo(caseRef);
        assertThat(filed(referral).correctedBy()).contains(filed(cancel).messageRef());
        assertThat(line.notices(caseRef))
                .extracting(Notice::code)
                .containsExactlyInAnyOrder(Notice.Code.WITHDRAWN_UNSEEN, Notice.Code.CAME_AFTER_WITHDRAWAL);
    }

    @Test
    void whatIsNotActiveIsNeitherUpdatedNorCancelled() {
        accepted(tale.referral(one));
        accepted(tale.cancel(two));
        line.delivered();

        assertThat(refusal(tale.update(three))).isEqualTo(Optional.of("withdrawn-already"));
        assertThat(refusal(tale.cancel(three))).isEqualTo(Optional.of("withdrawn-already"));
        assertThat(refusal(tale.createdInError(four))).isEqualTo(Optional.of("withdrawn-already"));
        assertThat(line.delivered()).isEmpty();
    }

    @Test
    void aCancelThatCameAfterWhatWasSaidAgainChangesNothing() {
        FhirTale.Said update = tale.update(three);
        accepted(tale.referral(one));
        accepted(update);
        line.delivered();

        assertThat(refusal(tale.cancel(two))).isEqualTo(Optional.of("overtaken"));
        assertThat(filed(update).correctedBy()).isEmpty();
        assertThat(line.delivered()).isEmpty();
    }

    /** Messages of one conversation that come at the same moment: each is worked out again where another was first. */
    @Test
    void whatComesAtOnceIsAllTakenAndTheLastOfItStands() throws Exception {
        List<FhirTale.Said> all = new ArrayList<>();
        all.add(tale.referral(one));
        for (int i = 1; i < 8; i++) {
            all.add(tale.update(one.plus(Duration.ofMinutes(i))));
        }
        Collections.shuffle(all, new Random(42));
        List<Future<Outcome>> outcomes = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (FhirTale.Said said : all) {
                outcomes.add(threads.submit(() -> line.sayByFhir(HOSPITAL, said.bundle(), id(), tale.conversation)));
            }
            for (Future<Outcome> outcome : outcomes) {
                assertThat(outcome.get().answered().refusal()).isEmpty();
            }
        } finally {
            threads.shutdown();
        }

        FhirTale.Said last =
                all.stream().max(Comparator.comparing(FhirTale.Said::at)).orElseThrow();
        assertThat(standing(all.toArray(FhirTale.Said[]::new))).containsExactly(last.id());
    }

    @Test
    void nobodyTouchesAnotherAgencysConversation() {
        FhirTale.Said referral = tale.referral(one);
        accepted(referral);
        line.delivered();
        FhirTale.Said cancel = tale.cancel(two).from(PRACTICE);
        Outcome outcome = line.sayByFhir(PRACTICE, cancel.bundle(), id(), tale.conversation);

        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        assertThat(filed(referral).correctedBy()).isEmpty();
        assertThat(line.delivered()).isEmpty();
    }

    @Test
    void aClockThatRunsAheadDoesNotStandForEver() {
        accepted(tale.referral(one));
        accepted(tale.update(line.clock.instant().plus(Duration.ofDays(4000))));
        FhirTale.Said last = tale.update(line.clock.instant());
        accepted(last);

        assertThat(filed(last).correctedBy()).isEmpty();
        assertThat(to(IDVA, line.delivered())).isNotEmpty();
    }

    /** Some systems give all their messages one conversation. */
    @Test
    void inAConversationOfSeveralPeopleAnUpdateFindsItsOwnAndACancelThatNamesNobodyIsRefused() {
        FhirTale other = new FhirTale(tale.conversation);
        FhirTale.Said mine = tale.referral(one);
        FhirTale.Said theirs = other.referral(two);
        accepted(mine);
        accepted(theirs);
        assertThat(refusal(tale.cancel(three))).isEqualTo(Optional.of("several-in-this-conversation"));
        FhirTale.Said update = tale.update(three);
        accepted(update);

        assertThat(standing(mine, theirs, update)).containsExactlyInAnyOrder(theirs.id(), update.id());
        assertThat(filed(update).caseRef()).isEqualTo(filed(mine).caseRef());
    }

    private Outcome accepted(FhirTale.Said said) {
        return accepted(tale, said);
    }

    private Outcome accepted(FhirTale of, FhirTale.Said said) {
        Outcome outcome = say(of, said);
        assertThat(outcome.answered().refusal()).isEmpty();
        assertThat(outcome.answered().outcome()).isEqualTo(Answered.Outcome.ACCEPTED);
        return outcome;
    }

    private Outcome say(FhirTale.Said said) {
        return say(tale, said);
    }

    private Outcome say(FhirTale of, FhirTale.Said said) {
        return line.sayByFhir(
                HOSPITAL, said.bundle(), transmissions.computeIfAbsent(said.id(), any -> id()), of.conversation);
    }

    private Optional<String> refusal(FhirTale.Said said) {
        Refusal refusal = say(said).answered().refusal().orElseThrow();
        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_CORRECTABLE);
        return refusal.reason();
    }

    private List<MessageId> standing(FhirTale.Said... all) {
        return List.of(all).stream()
                .filter(said -> filed(said).correctedBy().isEmpty())
                .map(FhirTale.Said::id)
                .toList();
    }

    private CaseRecord.Filed filed(FhirTale.Said said) {
        String ref = line.pseudonyms.messageRef(HOSPITAL, said.id());
        return line.transactions
                .read((java.sql.Connection c) -> line.caseRecord.message(c, ref))
                .orElseThrow();
    }

    private static MessageId id() {
        return new MessageId(UUID.randomUUID().toString());
    }
}
