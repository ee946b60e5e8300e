package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.policy.Questions.referral;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.protocol.Shelves;

/** A period of the log decided again, entry by entry of every kind. */
class ReplayTest {
    private static final Policy POLICY = new Policy();
    private static final Protocol BEFORE = Shelves.wenbury();
    private static final String BEFORE_TEXT = Shelves.wenburyText();
    private static final AgencyId IDVA = new AgencyId("haven-idva");
    private static final Digest DIGEST = Digest.of("x".getBytes(StandardCharsets.UTF_8));

    private static final String NEW = """

              - id: C90.1
                effect: %s
                title: The police and the advisor
                text: >-
                  What is tried here.
                from: [sector:police]
                to: [haven-idva]
                reason: tried-here
                rules: [P9]
            """;

    @Test
    void whatWaitedAndWouldBeRefusedIsNewlyRefused() {
        Replay replay = replay(with("hold"), with("forbid"));
        replay.hear(4, admitted(referral().asked(), with("hold")));

        assertThat(replay.changes())
                .singleElement()
                .satisfies(change -> assertThat(change.difference().newly()).containsExactly(Difference.Newly.REFUSED));
        assertThat(replay.rows())
                .containsExactly(new Replay.Row(
                        Difference.Newly.REFUSED,
                        new AgencyId("wenbury-police"),
                        IDVA,
                        List.of(new ClauseId("C90.1")),
                        Optional.of("tried-here"),
                        List.of(),
                        List.of(4L)));
    }

    @Test
    void onlyWhatTheMessageHeldIsSaidAndNotWhatTheRecordRemembers() {
        Questions asked = referral().of("ENVELOPE", "RISK/VICTIM");
        asked.recalled = java.util.Set.of(org.marac.gateway.model.Material.parse("ADDRESS_SAFE/VICTIM"));
        Replay replay = replay(BEFORE, with("forbid"));
        replay.hear(4, admitted(asked.asked(), BEFORE));

        assertThat(replay.changes())
                .singleElement()
                .satisfies(change -> assertThat(change.difference())
                        .hasToString("wenbury-police to haven-idva, REFERRAL for REFERRAL:"
                                + " newly refused ENVELOPE RISK/VICTIM, by C90.1 (tried-here), until now by C3.5"));
    }

    @Test
    void whatMayNoLongerBeFiledGoesToNobody() {
        Protocol unfiled = Shelves.read(
                Shelves.wenburyText() + NEW.formatted("forbid").replace("to: [haven-idva]", "to: [wenbury-marac]"));
        Replay replay = replay(BEFORE, unfiled);
        replay.hear(4, admitted(referral().asked(), BEFORE));

        assertThat(replay.rows())
                .extracting(row -> row.to().value() + " " + row.by() + " " + row.untilNow())
                .containsExactlyInAnyOrder("wenbury-marac [C90.1] [C3.2]", "haven-idva [C90.1] [C3.5]");
    }

    @Test
    void whatWasTurnedAwayAsAWholeWouldNewlyGoToAllWhoWereRefusedWithIt() {
        Questions below = referral().risk(Questions.risk("SAFELIVES-DASH", 3));
        Protocol open =
                Shelves.read(Shelves.wenburyText().replace("risk.yesCount >= risk.threshold", "risk.yesCount >= 3"));
        Question question = below.asked();
        Replay replay = replay(BEFORE, open);
        replay.hear(
                4, turnedAway(RefusalCode.DENIED, Optional.of(question), Optional.of(POLICY.decide(BEFORE, question))));

        assertThat(replay.rows())
                .allSatisfy(row -> assertThat(row.newly()).isEqualTo(Difference.Newly.PERMITTED))
                .extracting(row -> row.to().value() + " " + row.by() + " " + row.untilNow())
                .containsExactlyInAnyOrder("wenbury-marac [C3.2] [C3.7]", "haven-idva [C3.5] [C3.7]");
    }

    @Test
    void anotherObligationIsSaidWhereTheSameGoes() {
        Protocol stricter = Shelves.read(BEFORE_TEXT.replace(
                "obligations: [MINEC, REDACT, NOREUSE, ENCRYPT, NOPAT, DELAU, CPLYPOL]\n    basis: [LAW_ENFORCEMENT]",
                "obligations: [REDACT, NOREUSE, ENCRYPT, NOPAT, DELAU, CPLYPOL]\n    basis: [LAW_ENFORCEMENT]"));
        Replay replay = replay(BEFORE, stricter);
        replay.hear(4, admitted(referral().asked(), BEFORE));

        assertThat(replay.changes())
                .extracting(change -> change.difference().toString())
                .contains("wenbury-police to haven-idva, REFERRAL for REFERRAL: no longer under MINEC, by C3.5");
    }

    @Test
    void whatNoProtocolDecidesIsCountedAndNotDropped() {
        Question question = referral().asked();
        Questions withdrawing = referral();
        withdrawing.kind = MessageKind.CORRECTION;
        Replay replay = replay(BEFORE, with("forbid"));
        replay.hear(1, turnedAway(RefusalCode.UNREADABLE, Optional.empty(), Optional.empty()));
        replay.hear(2, turnedAway(RefusalCode.UNREADABLE, Optional.empty(), Optional.empty()));
        replay.hear(3, admitted(withdrawing.asked(), BEFORE));
        replay.hear(4, admitted(question, BEFORE));
        replay.hear(
                5,
                new HoldEntry.Held(
                        Questions.NOW,
                        question.sender(),
                        IDVA,
                        "m",
                        "c",
                        "h",
                        "protected-value-in-text",
                        List.of(new ClauseId("C3.5")),
                        new Position(4)));
        replay.hear(
                6,
                new HoldEntry.Withheld(
                        Questions.NOW, hold(question), List.of(), "superseded", Optional.empty(), Optional.empty()));

        assertThat(replay.decisions()).isOne();
        assertThat(replay.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.indexes()).containsExactly(4L));
        assertThat(replay.left())
                .containsExactly(
                        "1 ended while it waited, which people decide: superseded",
                        "1 held for what stood in the message, which no clause says: protected-value-in-text",
                        "2 turned away without asking a clause: unreadable",
                        "1 withdrawn by who had said it: whoever said something may always take it back");
    }

    @Test
    void whatAClauseHeldIsNotCountedAsHeldForItsText() {
        Protocol holding = with("hold");
        Replay replay = replay(holding, holding);
        Question question = referral().asked();
        replay.hear(4, admitted(question, holding));
        replay.hear(
                5,
                new HoldEntry.Held(
                        Questions.NOW,
                        question.sender(),
                        IDVA,
                        "m",
                        "c",
                        "h",
                        "tried-here",
                        List.of(),
                        new Position(4)));

        assertThat(replay.left()).isEmpty();
        assertThat(replay.rows()).isEmpty();
    }

    @Test
    void whatPeopleLetGoIsAskedAgainForThatRecipientAlone() {
        Protocol holding = with("hold");
        Protocol unfiled =
                Shelves.read(Shelves.wenburyText() + NEW.formatted("forbid").replace("to: [haven-idva]", "to: [any]"));
        Question question = referral().asked();
        Replay replay = replay(holding, unfiled);
        replay.hear(
                9,
                new HoldEntry.Released(
                        Questions.NOW,
                        hold(question),
                        List.of(),
                        "looked-at",
                        question,
                        POLICY.decide(holding, question),
                        DIGEST,
                        Optional.empty()));

        assertThat(replay.decisions()).isOne();
        assertThat(replay.rows()).singleElement().satisfies(row -> {
            assertThat(row.to()).isEqualTo(IDVA);
            assertThat(row.newly()).isEqualTo(Difference.Newly.REFUSED);
        });
    }

    @Test
    void whatTheLogSaysCountsAndADecisionThatComesOutOtherwiseIsToldOf() {
        Question question = referral().asked();
        Decision nothing = new Decision(BEFORE.ref(), List.of());
        Decision elsewhere = new Decision(new ProtocolRef("wenbury-marac", 0, DIGEST), List.of());
        Replay replay = replay(BEFORE, BEFORE);
        replay.hear(4, admitted(question, nothing));
        replay.hear(5, admitted(question, elsewhere));

        assertThat(replay.remarks())
                .containsExactly(
                        "1 decided otherwise than the version that stands decides now: the log's decision counts",
                        "1 decided under another version than the one that stands: both were asked anew");
        assertThat(replay.rows())
                .allSatisfy(row -> assertThat(row.indexes()).containsExactly(4L))
                .extracting(row -> row.to().value())
                .containsExactlyInAnyOrder("wenbury-marac", "haven-idva");
    }

    @Test
    void aPartyThatIsNewIsTakenToHaveSigned() {
        String text = Shelves.wenburyText();
        Protocol without = Shelves.read(
                text.replace("  - id: haven-idva\n", "  - id: other-idva\n").replace("haven-idva", "other-idva"));
        Replay replay = replay(without, BEFORE);
        Questions asked = referral();
        asked.signatories = asked.signatories.stream()
                .filter(agency -> !agency.equals(IDVA))
                .collect(java.util.stream.Collectors.toSet());
        replay.hear(4, admitted(asked.asked(), without));

        assertThat(replay.rows())
                .extracting(row -> row.newly() + " " + row.to())
                .contains("PERMITTED haven-idva");
    }

    @Test
    void whatLiesOutsideThePeriodIsNotHeard() {
        Replay replay = new Replay(new Comparison(POLICY, BEFORE, with("forbid")), at -> at.isAfter(Questions.NOW));
        replay.hear(4, admitted(referral().asked(), BEFORE));
        assertThat(replay.decisions()).isZero();
        assertThat(replay.rows()).isEmpty();
    }

    private static Replay replay(Protocol before, Protocol after) {
        return new Replay(new Comparison(POLICY, before, after), at -> true);
    }

    private static Protocol with(String effect) {
        return Shelves.read(Shelves.wenburyText() + NEW.formatted(effect));
    }

    private static Entry admitted(Question question, Protocol protocol) {
        return admitted(question, POLICY.decide(protocol, question));
    }

    private static Entry admitted(Question question, Decision decision) {
        return new Entry.Admitted(
                Questions.NOW, arrived(), question.sender(), Assurance.SIGNED, question, decision, "case", "receipt");
    }

    private static Entry turnedAway(RefusalCode code, Optional<Question> question, Optional<Decision> decision) {
        return new Entry.TurnedAway(
                Questions.NOW,
                arrived(),
                Optional.empty(),
                Refusal.of(code),
                Optional.empty(),
                question,
                decision,
                Optional.empty());
    }

    private static Entry.Arrived arrived() {
        return new Entry.Arrived(Door.QUEUE, Optional.empty(), DIGEST, 1, Optional.empty());
    }

    private static HoldEntry.Hold hold(Question question) {
        return new HoldEntry.Hold("h", question.sender(), IDVA, "m", "c", new Position(5));
    }
}
