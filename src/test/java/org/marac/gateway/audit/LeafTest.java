package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

class LeafTest {
    private static final Position AT = new Position(48_211);

    static List<Entry> everyKind() {
        return List.of(
                Entries.admitted(),
                Entries.turnedAway(),
                turnedAwayWithDecision(),
                Entries.disclosed(Entries.TO_IDVA, Door.QUEUE, new Position(7)),
                Entries.recall(new Position(8), new Position(7)),
                Entries.held(new Position(7)),
                Entries.released(new Position(8)),
                Entries.withheld(new Position(8)),
                Entries.escalated(new Position(8)),
                Entries.delivered(Entries.TO_IDVA, Door.QUEUE, new Position(9)),
                Entries.undelivered(Entries.TO_IDVA, Door.QUEUE, new Position(9)),
                Entries.started());
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void readsBackExactlyWhatWasWritten(Entry entry) throws NotALeaf {
        Logged logged = Leaf.read(Leaf.write(AT, "0.1.0", entry));

        assertThat(logged).isEqualTo(new Logged(AT, "0.1.0", entry));
    }

    @Test
    void thatOnlyTheAlternateMayReadItStandsInTheLog() throws NotALeaf {
        Ruling.Permit permit = Permits.toTheAlternate(Entries.TO_IDVA);
        Entry entry = Entries.disclosed(permit, Door.ALTERNATE, new Position(7));

        assertThat(Leaf.read(Leaf.write(AT, "0.1.0", entry)).entry()).isEqualTo(entry);
    }

    @Test
    void everyKindOfEntryIsTested() {
        assertThat(everyKind().stream().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Arrays.stream(Entry.class.getPermittedSubclasses())
                        .flatMap(kind -> kind.isInterface()
                                ? Arrays.stream(kind.getPermittedSubclasses())
                                : Stream.<Class<?>>of(kind))
                        .toArray(Class<?>[]::new));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aLeafIsOneLineOfPlainAscii(Entry entry) {
        byte[] leaf = Leaf.write(AT, "0.1.0", entry);

        for (byte b : leaf) {
            assertThat(b).isBetween((byte) 0x20, (byte) 0x7e);
        }
    }

    @Test
    void writesTheKeysInTheirOrder() {
        String leaf = text(Leaf.write(new Position(9), "0.1.0", Entries.started()));

        assertThat(leaf)
                .isEqualTo(
                        "{\"v\":1,\"seq\":9,\"ts\":\"2026-11-21T12:00:00.123456Z\",\"ev\":\"log.started\",\"sw\":\"0.1.0\","
                                + "\"protocol\":{\"id\":\"wenbury-marac\",\"version\":3,\"sha256\":\""
                                + Entries.PROTOCOL.digest().hex() + "\"},\"details\":[{\"version\":\"0.1.0\"}]}");
    }

    @Test
    void theDecisionOfTwelveAgenciesStaysBelowFourKilobytes() {
        List<Ruling> rulings = java.util.stream.IntStream.range(0, 11)
                .<Ruling>mapToObj(i -> Permits.to(new AgencyId("wenbury-agency-number-" + i), Entries.TO_IDVA))
                .toList();
        Entry.Admitted one = Entries.admitted();
        Entry.Admitted entry = new Entry.Admitted(
                one.at(),
                one.arrived(),
                one.from(),
                one.assurance(),
                one.question(),
                new Decision(Entries.PROTOCOL, rulings),
                one.caseRef(),
                one.receiptId());

        assertThat(Leaf.write(AT, "0.1.0", entry)).hasSizeLessThan(4096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Jane Smith", "9990000018", "case 12", "", "1 High Street", "a\nb", "né-pseudonym"})
    void refusesToWriteACaseThatIsNoPseudonym(String caseRef) {
        Entry.Admitted one = Entries.admitted();
        Entry entry = new Entry.Admitted(
                one.at(),
                one.arrived(),
                one.from(),
                one.assurance(),
                one.question(),
                one.decision(),
                caseRef,
                one.receiptId());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Leaf.write(AT, "0.1.0", entry))
                .withMessageNotContaining(caseRef.isEmpty() ? "\u0000" : caseRef);
    }

    @Test
    void writesNoTextThatASenderChoseAsInstrument() throws NotALeaf {
        Question asked = Entries.question();
        Question.RiskFacts risk = asked.risk().orElseThrow();
        Question question = new Question(
                asked.at(),
                asked.sender(),
                asked.kind(),
                asked.purpose(),
                asked.assurance(),
                asked.materials(),
                asked.recalled(),
                asked.labels(),
                asked.consent(),
                asked.consentRecorded(),
                Optional.of(new Question.RiskFacts(
                        "the form of Jane Smith", 1, Optional.empty(), risk.criteria(), true, 0, false)),
                asked.children(),
                asked.emergency(),
                asked.withoutConsent(),
                asked.stated(),
                asked.misasserted(),
                asked.borrowed(),
                asked.ties(),
                asked.signatories());
        Entry.Admitted one = Entries.admitted();
        byte[] leaf = Leaf.write(
                AT,
                "0.1.0",
                new Entry.Admitted(
                        one.at(),
                        one.arrived(),
                        one.from(),
                        one.assurance(),
                        question,
                        one.decision(),
                        one.caseRef(),
                        one.receiptId()));

        assertThat(text(leaf)).doesNotContain("Jane").contains("\"instrument\":\"UNRECOGNISED\"");
        assertThat(Leaf.read(leaf).position()).isEqualTo(AT);
    }

    @Test
    void refusesANoteThatClaimsToBeAboutAMessage() {
        Entry entry = new Entry.Noted(Entries.NOON, "message.delivered", Optional.empty(), List.of());

        assertThatIllegalArgumentException().isThrownBy(() -> Leaf.write(AT, "0.1.0", entry));
    }

    @Test
    void refusesToReadAnyOtherFormOfTheSameEntry() {
        String leaf = text(Leaf.write(AT, "0.1.0", Entries.started()));
        List<String> others = List.of(
                leaf + " ",
                leaf.replace("{\"v\":1,\"seq\":48211,", "{\"seq\":48211,\"v\":1,"),
                leaf.replace("\"v\":1", "\"v\":2"),
                leaf.replace("\"v\":1", "\"v\":1,\"v\":1"),
                leaf.replace("\"v\":1", "\"v\":1,\"name\":\"Jane\""),
                leaf.replace("48211", "48211.0"),
                leaf.replace("48211", "-1"),
                leaf.replace(".123456Z", ".1234560Z"),
                leaf.replace("log.started", "log.st\\u0061rted"),
                leaf.replace("\"0.1.0\"}]", "\"two words\"}]"),
                leaf.replace("\"details\":[", "\"details\":[{},"),
                leaf.replace("\"details\":[", "\"details\":[[],"),
                leaf + leaf,
                "[]",
                "null",
                "",
                "{",
                "[".repeat(60_000));

        for (String other : others) {
            assertThatThrownBy(() -> Leaf.read(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other.substring(0, Math.min(120, other.length())))
                    .isInstanceOf(NotALeaf.class);
        }
    }

    @Test
    void aDisclosureWithoutPermitIsNoLeaf() {
        String leaf = text(Leaf.write(AT, "0.1.0", Entries.disclosed(Entries.TO_IDVA, Door.QUEUE, new Position(7))));
        int ruling = leaf.indexOf("\"ruling\":");
        String refused =
                leaf.substring(0, ruling) + "\"ruling\":{\"to\":\"haven-idva\",\"refuse\":[\"C7\"],\"reason\":\"x\"}"
                        + leaf.substring(leaf.indexOf(",\"withheld\""));

        assertThatThrownBy(() -> Leaf.read(refused.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(NotALeaf.class);
    }

    private static Entry turnedAwayWithDecision() {
        Entry.TurnedAway one = Entries.turnedAway();
        return new Entry.TurnedAway(
                one.at(),
                one.arrived(),
                one.from(),
                one.refusal(),
                one.protocol(),
                Optional.of(Entries.question()),
                Optional.of(new Decision(Entries.PROTOCOL, List.of(Entries.TO_HOUSING))),
                Optional.empty());
    }

    private static String text(byte[] leaf) {
        return new String(leaf, StandardCharsets.UTF_8);
    }
}
