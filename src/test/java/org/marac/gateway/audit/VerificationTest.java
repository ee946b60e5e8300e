package org.marac.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.Materials;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Ruling;

class VerificationTest {
    private static final int SIZE = 270;

    @TempDir
    private static Path published;

    private static LogKey key;

    @TempDir
    private Path directory;

    @BeforeAll
    static void export() {
        Logs logs = Logs.fresh();
        key = logs.key;
        logs.append(Entries.day(200));
        logs.publish(published, 200);
        logs.append(Entries.day(200, SIZE));
        logs.publish(published, SIZE);
        logs.export(published.resolve("export"));
    }

    @Test
    void findsNothingInATrueLog() {
        Verified verified = verify(published.resolve("export"), GateCheck.NONE);

        assertThat(verified.findings()).isEmpty();
        assertThat(verified.holds()).isTrue();
        assertThat(verified.entries()).isEqualTo(SIZE);
    }

    @Test
    void findsAFlippedBitInAnyFileOfTheLog() throws IOException {
        Path export = copy();
        Random random = new Random(20_261_121);
        for (Path file : files(export.resolve("log"))) {
            byte[] bytes = Files.readAllBytes(file);
            for (int place : places(bytes.length, random)) {
                byte[] flipped = bytes.clone();
                flipped[place] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, flipped);

                assertThat(verify(export, GateCheck.NONE).holds())
                        .as("a bit flipped at " + place + " of " + export.relativize(file))
                        .isFalse();
            }
            Files.write(file, bytes);
        }
        assertThat(verify(export, GateCheck.NONE).findings()).isEmpty();
    }

    @Test
    void findsAByteMoreAByteLessAndAMissingFile() throws IOException {
        Path export = copy();
        for (Path file : files(export.resolve("log"))) {
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length + 1));
            assertThat(verify(export, GateCheck.NONE).holds())
                    .as("longer " + file)
                    .isFalse();
            Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
            assertThat(verify(export, GateCheck.NONE).holds())
                    .as("shorter " + file)
                    .isFalse();
            Files.delete(file);
            boolean older = file.startsWith(export.resolve("log/checkpoints"));
            assertThat(verify(export, GateCheck.NONE).holds())
                    .as("without " + file)
                    .isEqualTo(older);
            Files.write(file, bytes);
        }
    }

    @Test
    void findsAFileThatDoesNotBelongToTheLog() throws IOException {
        for (String name : List.of("tile/0/002", "tile/0/001.p/13", "tile/entries/099", "tile/9/000", "notes.txt")) {
            Path export = copy();
            Path more = export.resolve("log").resolve(name);
            Files.createDirectories(more.getParent());
            Files.write(more, new byte[32]);

            assertThat(verify(export, GateCheck.NONE).findings())
                    .as(name)
                    .extracting(Finding::check)
                    .containsOnly(Check.TILES);
        }
    }

    @Test
    void findsALogThatIsTrueInItselfButSignedByAnotherKey() {
        Logs other = Logs.fresh();
        other.append(Entries.day(5));
        other.publish(directory, 5);
        other.export(directory.resolve("other"));

        assertThat(verify(directory.resolve("other"), GateCheck.NONE).findings())
                .extracting(Finding::check)
                .containsExactly(Check.KEY);
        assertThat(new Verification(GateCheck.NONE, Optional.empty())
                        .verify(directory.resolve("other"))
                        .findings())
                .isEmpty();
    }

    @Test
    void findsAnOlderCheckpointOfAnotherHistory() throws IOException {
        Path export = copy();
        Digest root = Digest.wrap(Vectors.naive(Vectors.leaves(199)));
        SignedCheckpoint fork = key.sign(new Checkpoint(key.verifier().name(), 199, root));
        Files.createDirectories(export.resolve("log/checkpoints"));
        Files.writeString(export.resolve("log/checkpoints/199"), fork.note());

        assertThat(verify(export, GateCheck.NONE).findings())
                .extracting(Finding::check)
                .containsExactly(Check.CHECKPOINTS);
    }

    @Test
    void anExportThatIsNotThereIsAFindingAndNotAnError() {
        assertThat(verify(directory.resolve("nowhere"), GateCheck.NONE).findings())
                .extracting(Finding::check)
                .containsExactly(Check.KEY);
    }

    @Test
    void findsADisclosureWithoutADecision() {
        assertFound(Check.PERMITS, 1, Entries.started(), disclosure(new Position(0)));
        assertFound(Check.PERMITS, 0, disclosure(new Position(0)));
        assertFound(Check.PERMITS, 0, disclosure(new Position(1)), Entries.admitted());
        assertFound(Check.PERMITS, 1, Entries.turnedAway(), disclosure(new Position(0)));
    }

    @Test
    void findsADisclosureToSomeoneTheDecisionDoesNotPermit() {
        Ruling.Permit wish = Permits.to(Entries.HOUSING, Entries.TO_IDVA);

        assertFound(Check.PERMITS, 1, Entries.admitted(), Entries.disclosed(wish, Door.QUEUE, new Position(0)));
    }

    @Test
    void findsADisclosureOfMoreThanItsPermitGives() {
        Ruling.Permit more = Permits.of(Materials.of(DataCategory.values()), Entries.TO_IDVA);

        assertFound(Check.PERMITS, 1, Entries.admitted(), Entries.disclosed(more, Door.QUEUE, new Position(0)));
    }

    @Test
    void findsACategoryThatIsNeitherPermittedNorWithheld() {
        Entry.Disclosed one = disclosure(new Position(0));
        Entry nothingWithheld = new Entry.Disclosed(
                one.at(),
                one.from(),
                one.permit(),
                one.door(),
                one.messageRef(),
                one.caseRef(),
                one.protocol(),
                Set.of(),
                one.sha256(),
                one.bytes(),
                one.decision());

        assertFound(Check.PERMITS, 1, Entries.admitted(), nothingWithheld);
    }

    @Test
    void findsADisclosureOfAnotherCaseThanItsDecision() {
        Entry.Disclosed one = disclosure(new Position(0));
        Entry otherCase = new Entry.Disclosed(
                one.at(),
                one.from(),
                one.permit(),
                one.door(),
                one.messageRef(),
                "anotherCaseAltogether",
                one.protocol(),
                one.withheld(),
                one.sha256(),
                one.bytes(),
                one.decision());

        assertFound(Check.PERMITS, 1, Entries.admitted(), otherCase);
    }

    @Test
    void h20_whoWasSentSomethingIsToldThatItDoesNotStandAnyMore() {
        List<Entry> story = List.of(
                Entries.admitted(),
                disclosure(new Position(0)),
                Entries.admitted(),
                Entries.recall(new Position(1), new Position(2)),
                new Entry.Delivered(
                        Entries.NOON,
                        Entries.IDVA,
                        Door.QUEUE,
                        Entries.digest("recall for " + Entries.IDVA),
                        1,
                        new Position(3)));

        assertThat(read(story, GateCheck.NONE).findings()).isEmpty();
    }

    @Test
    void findsARecallFromSomeoneWhoWasNeverSentIt() {
        assertFound(
                Check.PERMITS,
                2,
                Entries.admitted(),
                Entries.disclosed(Entries.TO_RECORD, Door.RECORD, new Position(0)),
                Entries.recall(new Position(1), new Position(0)));
    }

    @Test
    void findsARecallThatNoMessageOfTheSenderAskedFor() {
        assertFound(
                Check.PERMITS,
                3,
                Entries.admitted(),
                disclosure(new Position(0)),
                Entries.turnedAway(),
                Entries.recall(new Position(1), new Position(2)));
    }

    @Test
    void whatPeopleLetGoIsDisclosedOnTheDecisionMadeAgain() {
        List<Entry> story = List.of(
                Entries.admitted(),
                Entries.held(new Position(0)),
                Entries.escalated(new Position(1)),
                Entries.released(new Position(1)),
                Entries.disclosed(Entries.TO_IDVA, Door.QUEUE, new Position(3)),
                Entries.delivered(Entries.TO_IDVA, Door.QUEUE, new Position(4)));

        assertThat(read(story, GateCheck.NONE).findings()).isEmpty();
    }

    @Test
    void findsWhatWasLetGoAndNeverWaited() {
        assertFound(Check.PERMITS, 1, Entries.admitted(), Entries.released(new Position(0)));
        assertFound(Check.PERMITS, 1, Entries.admitted(), Entries.withheld(new Position(0)));
        assertFound(Check.PERMITS, 1, Entries.admitted(), Entries.escalated(new Position(0)));
    }

    @Test
    void findsWhatEndedTwice() {
        assertFound(
                Check.PERMITS,
                3,
                Entries.admitted(),
                Entries.held(new Position(0)),
                Entries.withheld(new Position(1)),
                Entries.released(new Position(1)));
    }

    @Test
    void findsWhatNobodyLetGo() {
        HoldEntry.Released one = Entries.released(new Position(1));
        Entry nobody = new HoldEntry.Released(
                one.at(), one.hold(), List.of(), one.reason(), one.question(), one.decision(), one.view(), one.glass());

        assertFound(Check.PERMITS, 2, Entries.admitted(), Entries.held(new Position(0)), nobody);
    }

    @Test
    void findsADisclosureToAnotherThanTheOneItWaitedFor() {
        assertFound(
                Check.PERMITS,
                3,
                Entries.admitted(),
                Entries.held(new Position(0)),
                Entries.released(new Position(1)),
                Entries.disclosed(Entries.TO_RECORD, Door.QUEUE, new Position(2)));
    }

    @Test
    void findsADeliveryOfWhatWasNotDisclosed() {
        Entry.Delivered delivered = Entries.delivered(Entries.TO_IDVA, Door.QUEUE, new Position(0));

        assertFound(Check.PERMITS, 1, Entries.started(), delivered);
        assertFound(Check.PERMITS, 1, Entries.admitted(), delivered);
    }

    @Test
    void findsADeliveryToAnotherRecipientOrOfOtherBytes() {
        Position disclosure = new Position(1);
        Entry.Delivered good = Entries.delivered(Entries.TO_IDVA, Door.QUEUE, disclosure);
        List<Entry> wrong = List.of(
                new Entry.Delivered(good.at(), Entries.HOUSING, good.door(), good.sha256(), 1, disclosure),
                new Entry.Delivered(good.at(), good.to(), Door.FHIR, good.sha256(), 1, disclosure),
                new Entry.Delivered(good.at(), good.to(), good.door(), Entries.digest("else"), 1, disclosure),
                new Entry.Undelivered(
                        good.at(), good.to(), good.door(), Entries.digest("else"), 1, disclosure, "expired"));
        for (Entry entry : wrong) {
            assertFound(Check.PERMITS, 2, Entries.admitted(), disclosure(new Position(0)), entry);
        }
    }

    @Test
    void findsADecisionOfAnotherSenderThanItsQuestion() {
        Entry.Admitted one = Entries.admitted();
        Entry another = new Entry.Admitted(
                one.at(),
                one.arrived(),
                Entries.FIRE,
                one.assurance(),
                one.question(),
                one.decision(),
                one.caseRef(),
                one.receiptId());

        assertFound(Check.PERMITS, 0, another);
    }

    @Test
    void findsAnEntryThatIsMuchEarlierThanTheOnesBefore() {
        Entry later = new Entry.Noted(Entries.NOON.plusSeconds(121), "log.started", Optional.empty(), List.of());
        Entry nearly = new Entry.Noted(Entries.NOON.plusSeconds(119), "log.started", Optional.empty(), List.of());

        assertFound(Check.ENTRIES, 1, later, Entries.started());
        assertThat(read(List.of(nearly, Entries.started()), GateCheck.NONE).findings())
                .isEmpty();
    }

    @Test
    void asksTheGateForEveryDecisionAndEveryDisclosure() {
        List<Optional<AgencyId>> asked = new ArrayList<>();
        GateCheck gate = (protocol, sender, recipient, at, question, recorded) -> {
            assertThat(protocol).isEqualTo(Entries.PROTOCOL);
            assertThat(sender).isEqualTo(Entries.HOSPITAL);
            assertThat(question).isEqualTo(Entries.question());
            assertThat(recorded).isEqualTo(Entries.admitted().decision());
            asked.add(recipient);
            return List.of();
        };
        Verified verified = read(Entries.referral(0), gate);

        assertThat(verified.findings()).isEmpty();
        assertThat(asked).containsExactly(Optional.empty(), Optional.of(Entries.MARAC), Optional.of(Entries.IDVA));
    }

    @Test
    void passesOnWhatTheGateFinds() {
        GateCheck gate = (protocol, sender, recipient, at, question, recorded) ->
                recipient.isPresent() ? List.of() : List.of("the protocol decides otherwise");
        Verified verified = read(Entries.referral(0), gate);

        assertThat(verified.findings())
                .containsExactly(
                        new Finding(Check.DECISIONS, Optional.of(new Position(0)), "the protocol decides otherwise"));
        assertThat(verified.findings().get(0).text()).isEqualTo("11 entry 0: the protocol decides otherwise");
    }

    @Test
    void aLogThatIsFalseEverywhereDoesNotFillTheMemory() {
        GateCheck gate =
                (protocol, sender, recipient, at, question, recorded) -> java.util.Collections.nCopies(5000, "wrong");
        Verified verified = read(List.of(Entries.admitted()), gate);

        assertThat(verified.findings()).hasSize(Verified.MOST);
        assertThat(verified.unlisted()).isEqualTo(4000);
    }

    private void assertFound(Check check, long index, Entry... entries) {
        assertThat(read(List.of(entries), GateCheck.NONE).findings())
                .extracting(Finding::check, Finding::position)
                .contains(org.assertj.core.groups.Tuple.tuple(check, Optional.of(new Position(index))));
    }

    /** A log of these entries, true in all its hashes, verified. */
    private Verified read(List<? extends Entry> entries, GateCheck gate) {
        try {
            Path export = Files.createTempDirectory(directory, "log");
            List<byte[]> leaves = new ArrayList<>();
            for (int i = 0; i < entries.size(); i++) {
                leaves.add(Leaf.write(new Position(i), "0.1.0", entries.get(i)));
            }
            Path log = Files.createDirectory(export.resolve("log"));
            Files.createDirectories(log.resolve("tile/entries/000.p"));
            Files.createDirectories(log.resolve("tile/0/000.p"));
            Files.write(log.resolve(Tiles.entries(0, leaves.size())), Export.bundle(leaves));
            MerkleTest.Grown grown = MerkleTest.grown(leaves);
            Tiles.Id tile = new Tiles.Id(0, 0);
            Files.write(log.resolve(Tiles.path(tile, leaves.size())), grown.read(tile, leaves.size()));
            Digest root = Digest.wrap(grown.edge.root());
            Files.writeString(
                    log.resolve("checkpoint"),
                    key.sign(new Checkpoint(key.verifier().name(), leaves.size(), root))
                            .note());
            Files.writeString(log.resolve("vkey"), key.verifier().text() + "\n");
            return verify(export, gate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry.Disclosed disclosure(Position decision) {
        return Entries.disclosed(Entries.TO_IDVA, Door.QUEUE, decision);
    }

    private static Verified verify(Path export, GateCheck gate) {
        return new Verification(gate, Optional.of(key.verifier())).verify(export);
    }

    private static int[] places(int length, Random random) {
        // The key and the checkpoint bit by bit in SignedNoteTest; here every file, small tiles at every byte.
        return length <= 64
                ? java.util.stream.IntStream.range(0, length).toArray()
                : random.ints(12, 0, length).toArray();
    }

    private Path copy() throws IOException {
        Path from = published.resolve("export");
        Path to = Files.createTempDirectory(directory, "copy");
        for (Path file : files(from)) {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
        return to;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void saysNothingOfAnEntryThatIsNotInTheFormOfALeafButThatItIsNot() throws IOException {
        Path export = copy();
        Path bundle = export.resolve("log/tile/entries/000");
        String text = new String(Files.readAllBytes(bundle), StandardCharsets.ISO_8859_1);
        Files.write(bundle, text.replaceFirst("log.started", "JaneSmithXX").getBytes(StandardCharsets.ISO_8859_1));

        assertThat(verify(export, GateCheck.NONE).findings())
                .extracting(Finding::text)
                .anySatisfy(line -> assertThat(line).startsWith("8 entry 0: "))
                .allSatisfy(line -> assertThat(line).doesNotContain("Jane"));
    }
}
