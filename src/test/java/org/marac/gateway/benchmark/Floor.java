package org.marac.gateway.benchmark;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.marac.gateway.format.Formats;
import org.marac.gateway.model.Arrival;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Door;
import org.marac.gateway.model.Envelope;
import org.marac.gateway.model.Identified;
import org.marac.gateway.model.MediaType;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Opened;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Peer;
import org.marac.gateway.model.Refused;
import org.marac.gateway.seal.Seal;
import org.marac.gateway.storage.Database;
import org.marac.gateway.wiring.SignedArea;
import org.springframework.context.ApplicationContext;

/**
 * The least that any gateway with these duties must do for a message, with the gateway's own classes, keys and database:
 * open and verify, read FHIR, close for one recipient, sign a receipt, and one durable insert of the same bytes.
 */
final class Floor {
    private static final String TABLE = "create table if not exists floor"
            + " (id bigint generated always as identity primary key, received bytea, view bytea, sealed bytea, receipt bytea)";
    private static final String STORAGE = "alter table floor alter received set storage external,"
            + " alter view set storage external, alter sealed set storage external, alter receipt set storage external";
    private static final String INSERT = "insert into floor (received, view, sealed, receipt) values (?, ?, ?, ?)";
    private static final int WARM_UP = 300;

    private final Seal seal;
    private final Formats formats;
    private final DataSource source;
    private final Identified sender;
    private final Party recipient;
    private final Bytes view;
    private final Bytes receipt = Bytes.utf8("r".repeat(1100));

    Floor(ApplicationContext context) {
        this.seal = context.getBean(Seal.class);
        this.formats = context.getBean(Formats.class);
        this.source = context.getBean(Database.class).source();
        try {
            this.sender = context.getBean(SignedArea.class)
                    .shelf()
                    .identify(
                            new Arrival(
                                    Door.QUEUE,
                                    new Peer.QueueOwner(Referrals.HOSPITAL),
                                    Optional.of(MediaType.CMS),
                                    Bytes.utf8(""),
                                    Instant.now(),
                                    Optional.empty(),
                                    Optional.empty()),
                            Instant.now());
            this.recipient = sender.inForce().protocol().party(Referrals.IDVA).orElseThrow();
            Bytes plain = new Referrals().plain(UUID.randomUUID());
            Opened opened =
                    new Opened(plain, MediaType.FHIR_JSON, Assurance.SIGNED, Optional.empty(), Optional.empty());
            this.view = formats.write(formats.understand(opened, Referrals.HOSPITAL, Referrals.SELF));
        } catch (Refused e) {
            throw new IllegalStateException("The benchmark's referral is not taken", e);
        }
    }

    /** Messages a second and milliseconds of this process's processor time per message, as text. */
    String measure(int threads, int count) {
        prepare();
        run(threads, new Referrals().sealed(WARM_UP));
        List<Referrals.Sealed> messages = new Referrals().sealed(count);
        Usage before = Usage.of(ProcessHandle.current().pid());
        long start = System.nanoTime();
        run(threads, messages);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = Usage.of(ProcessHandle.current().pid()).since(before);
        return String.format(Locale.ROOT, "FLOOR %.1f %.3f", count / seconds, cpu * 1000 / count);
    }

    private void prepare() {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            statement.execute(STORAGE);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(int threads, List<Referrals.Sealed> messages) {
        ConcurrentLinkedQueue<Referrals.Sealed> waiting = new ConcurrentLinkedQueue<>(messages);
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                work.add(() -> drain(waiting));
            }
            for (Future<Void> done : workers.invokeAll(work)) {
                done.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            workers.shutdown();
        }
    }

    private Void drain(ConcurrentLinkedQueue<Referrals.Sealed> waiting) throws SQLException, Refused {
        for (Referrals.Sealed next = waiting.poll(); next != null; next = waiting.poll()) {
            one(next);
        }
        return null;
    }

    private void one(Referrals.Sealed message) throws SQLException, Refused {
        Instant now = Instant.now();
        Bytes received = Bytes.of(message.bytes());
        Opened opened = seal.open(received, sender, now);
        formats.understand(opened, Referrals.HOSPITAL, Referrals.SELF);
        Bytes sealed = seal.close(
                new Envelope(
                        new MessageId(message.id()),
                        Referrals.SELF,
                        List.of(recipient.id()),
                        now,
                        MediaType.CANONICAL.code(),
                        view,
                        Optional.of(sender.inForce().protocol().ref()),
                        Optional.empty()),
                recipient,
                now);
        Bytes signed = seal.sign(receipt);
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setBytes(1, received.toArray());
            insert.setBytes(2, view.toArray());
            insert.setBytes(3, sealed.toArray());
            insert.setBytes(4, signed.toArray());
            insert.executeUpdate();
        }
    }
}
