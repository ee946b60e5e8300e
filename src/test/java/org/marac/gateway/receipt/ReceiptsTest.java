package org.marac.gateway.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.Permits;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.model.ReceiptFacts;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Ruling;
import org.marac.gateway.storage.Transactions;

class ReceiptsTest {
    private static final String ID = "6f1c7a52-3f8e-4d5c-9a53-0d6f6f4c7a11";
    private static final Digest RECEIVED = Digest.of(new byte[] {1});
    private static final ProtocolRef PROTOCOL = new ProtocolRef("wenbury-marac", 1, Digest.of(new byte[] {2}));
    private static final Ruling PERMIT =
            Permits.of(new AgencyId("haven-idva"), List.of(new ClauseId("C4.2")), Set.of(), Set.of(), Set.of());
    private static final Ruling REFUSE =
            new Ruling.Refuse(new AgencyId("wenbury-housing"), List.of(new ClauseId("C9.1")), "not-needed");

    private final Transactions transactions = Databases.shared().transactions();
    private final AtomicInteger signatures = new AtomicInteger();
    private final Receipts receipts = new Receipts(
            document -> Bytes.utf8("signature " + signatures.incrementAndGet() + " over " + document.text()),
            "wenbury.example/log",
            () -> Optional.of("wenbury.example/log\n7\n"));
    private final long claim = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);

    @Test
    void aRefusalTellsARefusedSenderNothingAboutPeopleOrCases() {
        String document = document(refused()).text();
        assertThat(document)
                .isEqualTo("{\"v\":1,\"receiptId\":\"" + ID + "\",\"messageId\":\"m-1\",\"sha256\":\"" + RECEIVED.hex()
                        + "\",\"receivedAt\":\"2026-11-21T20:00:00Z\",\"outcome\":\"refused\",\"refusal\":{\"code\":\"denied\","
                        + "\"sentence\":\"" + RefusalCode.DENIED.sentence() + "\",\"reason\":\"below-threshold\","
                        + "\"clauses\":[\"C5.1\"]},\"protocol\":{\"id\":\"wenbury-marac\",\"version\":1,\"sha256\":\""
                        + PROTOCOL.digest().hex() + "\"},\"recipients\":[{\"agency\":\"haven-idva\",\"outcome\":"
                        + "\"not-disclosed\",\"clauses\":[\"C4.2\"]},{\"agency\":\"wenbury-housing\",\"outcome\":\"refused\","
                        + "\"clauses\":[\"C9.1\"]}],\"log\":{\"origin\":\"wenbury.example/log\",\"index\":41},"
                        + "\"checkpoint\":\"wenbury.example/log\\n7\\n\"}");
    }

    @Test
    void aRefusalBeforeAnIdCouldBeReadIsAnsweredToo() {
        ReceiptFacts facts = new ReceiptFacts(
                ID,
                Optional.empty(),
                RECEIVED,
                Instant.parse("2026-11-21T20:00:00Z"),
                Answered.Outcome.REFUSED,
                Optional.of(Refusal.of(RefusalCode.NO_PROTOCOL_IN_FORCE)),
                Optional.empty(),
                List.of(),
                new Position(0));
        String document = new ReceiptDocument("o", Optional::empty).write(facts).text();
        assertThat(document)
                .doesNotContain("messageId", "protocol\":{", "checkpoint")
                .contains("\"recipients\":[]");
    }

    @Test
    void aReceiptIsSignedOnceAndEveryRetryGetsItsBytes() {
        Answered first = kept(accepted());
        Optional<Answered> again = transactions.read(c -> receipts.answered(c, claim));
        assertThat(again).contains(first);
        assertThat(first.receipt().orElseThrow().text())
                .startsWith("signature 1 over {")
                .contains("\"outcome\":\"disclosed\"");
        assertThat(signatures).hasValue(1);
    }

    @Test
    void aRefusalIsToldAgainWithItsCodeReasonAndClauses() {
        Answered first = kept(refused());
        Optional<Answered> again = transactions.read(c -> receipts.answered(c, claim));
        assertThat(again).contains(first);
        assertThat(again.orElseThrow().refusal()).isEqualTo(refused().refusal());
    }

    @Test
    void aClaimWithoutAnAnswerHasNone() {
        Optional<Answered> none = transactions.read(c -> receipts.answered(c, claim));
        assertThat(none).isEmpty();
    }

    @Test
    void theAuditorFindsTheReceiptByItsEntry() {
        ReceiptFacts facts =
                facts(Answered.Outcome.ACCEPTED, Optional.empty(), 900_000_000_000L + claim % 1_000_000_000L);
        Answered answered = kept(facts);
        Optional<Bytes> found = transactions.read(c -> receipts.at(c, facts.position()));
        assertThat(found).isEqualTo(answered.receipt());
    }

    private Answered kept(ReceiptFacts facts) {
        return transactions.write(c -> {
            Receipts.Signed signed = receipts.sign(claim, facts);
            receipts.keep(c, List.of(signed));
            return signed.answered();
        });
    }

    private Bytes document(ReceiptFacts facts) {
        return new ReceiptDocument("wenbury.example/log", () -> Optional.of("wenbury.example/log\n7\n")).write(facts);
    }

    private static ReceiptFacts accepted() {
        return facts(Answered.Outcome.ACCEPTED, Optional.empty(), 41);
    }

    private static ReceiptFacts refused() {
        return facts(
                Answered.Outcome.REFUSED,
                Optional.of(new Refusal(
                        RefusalCode.DENIED,
                        List.of(new ClauseId("C5.1")),
                        Optional.of("below-threshold"),
                        Optional.empty())),
                41);
    }

    private static ReceiptFacts facts(Answered.Outcome outcome, Optional<Refusal> refusal, long index) {
        return new ReceiptFacts(
                outcome == Answered.Outcome.REFUSED ? ID : UUID.randomUUID().toString(),
                Optional.of(new MessageId("m-1")),
                RECEIVED,
                Instant.parse("2026-11-21T20:00:00Z"),
                outcome,
                refusal,
                Optional.of(PROTOCOL),
                List.of(PERMIT, REFUSE),
                new Position(index));
    }
}
