package org.marac.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.MessageKind;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Position;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Unread;
import org.marac.gateway.storage.Transactions;

/** What could not be read lies as it came, with who sent it and how, and nothing of that in clear. */
class KeptTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Refusal INVALID = Refusal.at(RefusalCode.INVALID, "not-a-date", "/victim/birthDate");
    private static final Kept.Limits LIMITS = new Kept.Limits(100, 150, 10, Duration.ofDays(30));

    private final Transactions transactions = Databases.shared().transactions();
    private final AgencyId agency = new AgencyId("a" + UUID.randomUUID());
    private Kept kept;

    @BeforeEach
    void open() {
        KeyCustody custody = FileKeyCustody.in(Databases.sharedKeyFile());
        kept = new Kept(custody, transactions.write(c -> Pseudonyms.open(c, custody)), LIMITS);
    }

    @Test
    void itIsGivenBackAsItCameWithTheIdsAroundIt() {
        for (Peer peer : List.of(
                new Peer.QueueOwner(agency),
                new Peer.Certificate(Digest.of(new byte[] {1})),
                new Peer.Correspondent(Digest.of(new byte[] {2}), "canary@agency.example"))) {
            Arrival came = new Arrival(
                    Door.FHIR,
                    peer,
                    Optional.of(MediaType.FHIR_JSON),
                    Bytes.utf8("{" + UUID.randomUUID()),
                    NOW,
                    Optional.of(new MessageId("request-of-canary")),
                    Optional.of(new MessageId("conversation")),
                    Optional.of(new Arrival.Claim(new MessageId("claimed"), MessageKind.REFERRAL)));

            Unread unread = keep(came);

            assertThat(arrival(unread)).contains(came);
            assertThat(row(unread)).doesNotContain("canary", came.bytes().text());
        }
    }

    @Test
    void whatCameWithNothingAroundItIsGivenBackSo() {
        Arrival came = arrival("{" + UUID.randomUUID());

        assertThat(arrival(keep(came))).contains(came);
    }

    @Test
    void itSaysWhyAndWhereItWasRefused() {
        Unread unread = keep(arrival("{" + UUID.randomUUID()));

        assertThat(unread.refusal()).isEqualTo(INVALID);
        assertThat(unread.refused()).isEqualTo(new Position(7));
        assertThat(unread.receiptId()).isPresent();
        assertThat(unread.expires()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void beyondTheQuotaOfItsAgencyOnlyTheEvidenceIsKeptAndNothingOlderIsGivenUp() {
        Unread first =
                keep(arrival("x".repeat(80) + UUID.randomUUID().toString().substring(0, 8)));

        Unread second =
                keep(arrival("y".repeat(80) + UUID.randomUUID().toString().substring(0, 8)));

        assertThat(second.state()).isEqualTo(Unread.State.EVIDENCE);
        assertThat(arrival(second).map(Arrival::bytes)).contains(Bytes.utf8(""));
        assertThat(arrival(first).map(came -> came.bytes().size())).contains(88);
    }

    @Test
    void whatEndedMakesRoom() {
        Unread first =
                keep(arrival("x".repeat(80) + UUID.randomUUID().toString().substring(0, 8)));
        transactions.write((Connection c) -> {
            kept.end(c, first, Unread.State.DISMISSED, new Position(8));
            kept.destroy(c, first);
            return first;
        });

        Unread second =
                keep(arrival("y".repeat(80) + UUID.randomUUID().toString().substring(0, 8)));

        assertThat(second.state()).isEqualTo(Unread.State.OPEN);
        assertThat(arrival(first)).isEmpty();
    }

    @Test
    void theBytesOfOneOpenInNoOthersPlace() {
        Unread one = keep(arrival("{" + UUID.randomUUID()));
        Unread other = keep(arrival("{" + UUID.randomUUID()));
        transactions.write((Connection c) -> {
            try (PreparedStatement update = c.prepareStatement(
                    "update unread u set content = o.content,"
                            + " wrapped_key = o.wrapped_key, around = o.around from unread o where u.id = ?::uuid and o.id = ?::uuid")) {
                update.setString(1, one.id());
                update.setString(2, other.id());
                return update.executeUpdate();
            }
        });

        assertThatThrownBy(() -> arrival(one)).isInstanceOf(KeyUnavailable.class);
    }

    private Arrival arrival(String content) {
        return new Arrival(
                Door.QUEUE,
                new Peer.QueueOwner(agency),
                Optional.empty(),
                Bytes.utf8(content),
                NOW,
                Optional.empty(),
                Optional.empty());
    }

    private Unread keep(Arrival came) {
        return transactions.write((Connection c) -> {
            Kept.Shelved shelved = kept.keep(c, came, agency, INVALID, NOW);
            kept.refused(
                    c,
                    shelved.id(),
                    new Position(7),
                    Optional.of(UUID.randomUUID().toString()));
            return kept.lock(c, UUID.fromString(shelved.id())).orElseThrow();
        });
    }

    private Optional<Arrival> arrival(Unread unread) {
        return transactions.write((Connection c) -> kept.arrival(c, unread));
    }

    private String row(Unread unread) {
        return transactions.read((Connection c) -> {
            try (PreparedStatement select =
                    c.prepareStatement("select content, around, u::text from unread u where id = ?::uuid")) {
                select.setString(1, unread.id());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return new String(row.getBytes(1), StandardCharsets.ISO_8859_1)
                            + new String(row.getBytes(2), StandardCharsets.ISO_8859_1)
                            + row.getString(3);
                }
            }
        });
    }
}
