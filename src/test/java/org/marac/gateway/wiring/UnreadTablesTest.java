package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.marac.gateway.audit.Milestones;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Rereading;
import org.marac.gateway.flow.UnreadRooms;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.intake.QueueDoor;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.kit.Tables;
import org.marac.gateway.model.Acting;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.Office;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;
import org.marac.gateway.model.Unread;

/** A table that nobody could read and a person had taken once more: no row of it is lost because another one was read. */
@Timeout(60)
class UnreadTablesTest {
    private static final AgencyId HOSPITAL = new AgencyId("wenbury-hospital");
    private static final Peer PEER = new Peer.QueueOwner(HOSPITAL);
    private static final Official COORDINATOR = new Official(
            new Acting("account-c", Office.COORDINATOR, new AgencyId("wenbury-marac")), "Wren Hollis", Set.of());
    private static final Rereading.Instead AS_IT_CAME = new Rereading.Instead(Optional.empty(), Optional.empty());

    private final WholeLine line = new WholeLine(
            Path.of("protocol-config/wenbury"),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60));
    private final Rows rows = FilesWiring.rows(
            line.admission, line.formats, new Mappings(Path.of("routes", "mappings")), line.clock, 1 << 20);
    private final List<Bytes> receipts = new ArrayList<>();
    private final Rereading rereading = new Rereading(
            new UnreadRooms(
                    line.unreadRooms.protocols(),
                    line.unreadRooms.desk(),
                    new UnreadDoors(
                            line.admission,
                            new QueueDoor(line.admission, covered -> covered, line.clock, 1 << 20),
                            rows,
                            new StillUnread(line.transactions, line.kept),
                            new UnreadDoors.Back(
                                    Optional.empty(),
                                    (address, receipt) -> receipts.add(receipt),
                                    (agency, name, answers) -> {
                                        throw new AssertionError("It did not lie in a folder");
                                    }),
                            line.area,
                            line.clock),
                    line.unreadRooms.identify(),
                    line.unreadRooms.open()),
            line.clock,
            1 << 20);

    private final String good = row("30/09/1987");
    private final String bad = row("the thirtieth");

    @BeforeEach
    void nothingElseIsKept() {
        line.transactions.write((Connection c) -> c.createStatement().executeUpdate("delete from unread"));
    }

    @Test
    void aMendedTableOfWhichOneRowIsRefusedStaysOnTheListAndSaysWhich() throws Declined {
        Unread kept = kept(Bytes.utf8("cut short " + UUID.randomUUID()));
        long before = filed();

        Rereading.Ended ended = resubmit(kept, Tables.HEADER + good + bad);

        assertThat(ended.refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo(RefusalCode.INVALID);
            assertThat(refusal.position()).contains("row/3");
        });
        assertThat(ended.told()).isEmpty();
        assertThat(filed()).as("the good row").isEqualTo(before + 1);
        assertThat(rereading.open(COORDINATOR)).extracting(Unread::id).containsExactly(kept.id());
        assertThat(rereading.look(kept.id(), "compare", COORDINATOR).content().digest())
                .isEqualTo(kept.sha256());
        assertThat(resubmitted(kept)).contains(new Entry.Noted.Detail("outcome", "refused"));
    }

    @Test
    void onceAllOfItIsReadItEndsAndNoRowIsTakenTwice() throws Declined {
        Unread kept = kept(Bytes.utf8("cut short " + UUID.randomUUID()));
        long before = filed();
        resubmit(kept, Tables.HEADER + good + bad);

        Rereading.Ended ended = resubmit(kept, Tables.HEADER + good + bad.replace("the thirtieth", "30/09/1987"));

        assertThat(ended.refusal()).isEmpty();
        assertThat(ended.told()).contains(UnreadRooms.Told.SENT);
        assertThat(filed()).isEqualTo(before + 2);
        assertThat(receipts).as("of both rows").hasSize(2);
        assertThat(rereading.open(COORDINATOR)).isEmpty();
        assertThat(resubmitted(kept)).contains(new Entry.Noted.Detail("outcome", "read"));
    }

    @Test
    void aMendedTableOfWhichEveryRowIsRefusedStays() throws Declined {
        Unread kept = kept(Bytes.utf8("cut short " + UUID.randomUUID()));

        Rereading.Ended ended = resubmit(kept, Tables.HEADER + bad + bad);

        assertThat(ended.refusal().flatMap(Refusal::position)).contains("row/2");
        assertThat(rereading.open(COORDINATOR)).extracting(Unread::id).containsExactly(kept.id());
    }

    @Test
    void aMendedTableInWhichNoRowIsLeftStays() throws Declined {
        Unread kept = kept(Bytes.utf8("cut short " + UUID.randomUUID()));

        Rereading.Ended ended = resubmit(kept, Tables.HEADER);

        assertThat(ended.refusal()).isPresent();
        assertThat(rereading.open(COORDINATOR)).extracting(Unread::id).containsExactly(kept.id());
    }

    @Test
    void takenAsItCameARowThatIsRefusedIsOnTheListByItselfAndTheTableIsNot() throws Declined {
        Unread kept = kept(Bytes.utf8(Tables.HEADER + good + bad));

        Rereading.Ended ended = rereading.resubmit(kept.id(), AS_IT_CAME, "mapping-mended", COORDINATOR);

        assertThat(ended.refusal()).isEmpty();
        assertThat(rereading.open(COORDINATOR)).singleElement().satisfies(row -> {
            assertThat(row.id()).isNotEqualTo(kept.id());
            assertThat(row.state()).isEqualTo(Unread.State.OPEN);
            assertThat(row.refusal().code()).isEqualTo(RefusalCode.INVALID);
        });
    }

    @Test
    void whereOnlyTheEvidenceOfARowCanBeKeptTheTableIsNotDestroyed() throws Declined {
        Bytes table = Bytes.utf8(Tables.HEADER + good + bad);
        Unread kept = kept(table);
        for (int i = 0; i < 4; i++) {
            kept(Bytes.utf8("flood " + UUID.randomUUID()));
        }

        Rereading.Ended ended = rereading.resubmit(kept.id(), AS_IT_CAME, "mapping-mended", COORDINATOR);

        assertThat(ended.refusal().flatMap(Refusal::position)).contains("row/3");
        assertThat(rereading.open(COORDINATOR)).extracting(Unread::id).contains(kept.id());
        assertThat(rereading.open(COORDINATOR)).extracting(Unread::state).contains(Unread.State.EVIDENCE);
        assertThat(rereading.look(kept.id(), "telephone", COORDINATOR).content())
                .isEqualTo(table);
    }

    /** It came and no mapping read it. */
    private Unread kept(Bytes table) throws Declined {
        rows.refuse(Door.REST, PEER, table, Refusal.of(RefusalCode.UNREADABLE));
        return rereading.open(COORDINATOR).stream()
                .filter(unread -> unread.sha256().equals(table.digest()))
                .findFirst()
                .orElseThrow();
    }

    private Rereading.Ended resubmit(Unread kept, String table) throws Declined {
        return rereading.resubmit(
                kept.id(),
                new Rereading.Instead(Optional.empty(), Optional.of(Bytes.utf8(table))),
                "cut-short",
                COORDINATOR);
    }

    private List<Entry.Noted.Detail> resubmitted(Unread kept) {
        return line.transactions.read((Connection c) -> new Milestones().noted(c, "unread.resubmitted")).stream()
                .filter(one -> one.details().contains(new Entry.Noted.Detail("unread", kept.id())))
                .reduce((first, second) -> second)
                .orElseThrow()
                .details();
    }

    /** How many messages the record has. */
    private long filed() {
        return line.transactions.read((Connection c) -> {
            try (ResultSet row = c.createStatement().executeQuery("select count(*) from message")) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    private static String row(String born) {
        return UUID.randomUUID() + ",2026-11-19,Imogen Tallis,Ottilie NEWCOMBE," + born
                + ",7700900461,Curtis BRACKENRIDGE,Yes,control that grows,Yes\n";
    }
}
