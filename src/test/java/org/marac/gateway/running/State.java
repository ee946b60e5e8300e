package org.marac.gateway.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.marac.gateway.audit.AuditFilter;
import org.marac.gateway.audit.AuditReading;
import org.marac.gateway.audit.Unproven;
import org.marac.gateway.audit.VerifierKey;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.record.FileKeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Database;
import org.marac.gateway.storage.StorageSettings;

/** A gateway's database and audit log, looked into from beside it. */
final class State implements AutoCloseable {
    private final Database database;
    private final Pseudonyms pseudonyms;
    private final AuditReading audit;
    private final Outbox outbox = new Outbox(1, java.time.Duration.ZERO);

    private State(Path data) {
        this.database = Database.attach(StorageSettings.embedded(data));
        this.pseudonyms = database.transactions()
                .write(connection ->
                        Pseudonyms.open(connection, FileKeyCustody.in(data.resolve("keys").resolve("kek"))));
        try {
            this.audit = new AuditReading(VerifierKey.parse(
                    Files.readString(data.resolve("audit").resolve("vkey")).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Unproven e) {
            throw new AssertionError("The log has no key", e);
        }
    }

    static State of(RunningGateway gateway) {
        return new State(gateway.data());
    }

    Database database() {
        return database;
    }

    /** The log, in its order. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        database.transactions().read(connection -> {
            audit.list(connection, AuditFilter.all(), listed -> entries.add(listed.logged().entry()));
            return entries;
        });
        return entries;
    }

    String messageRef(AgencyId sender, UUID id) {
        return pseudonyms.messageRef(sender, new MessageId(id.toString()));
    }

    /** The pseudonyms of the messages in the record. */
    List<String> recorded() {
        return database.transactions().read(connection -> {
            List<String> refs = new ArrayList<>();
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("select message_ref from message")) {
                while (row.next()) {
                    refs.add(row.getString(1).replace("-", ""));
                }
            }
            return refs;
        });
    }

    long waiting() {
        return database.transactions().read(outbox::waiting);
    }

    long undeliverable() {
        return database.transactions().read(outbox::undeliverable);
    }

    @Override
    public void close() {
        database.close();
    }
}
