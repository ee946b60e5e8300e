package org.marac.gateway.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.marac.gateway.audit.AuditFilter;
import org.marac.gateway.audit.AuditReading;
import org.marac.gateway.audit.Unproven;
import org.marac.gateway.audit.VerifierKey;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.kit.Remembering;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Unread;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.FileKeyCustody;
import org.marac.gateway.record.Kept;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Database;
import org.marac.gateway.storage.StorageSettings;

/** A gateway's database and audit log, looked into from beside it. */
final class State implements AutoCloseable {
    private final Database database;
    private final KeyCustody custody;
    private final Pseudonyms pseudonyms;
    private final AuditReading audit;
    private final Outbox outbox = new Outbox();

    private State(Path data) {
        this.database = Database.attach(StorageSettings.embedded(data));
        this.custody = FileKeyCustody.in(data.resolve("keys").resolve("kek"));
        this.pseudonyms = database.transactions().write(connection -> Pseudonyms.open(connection, custody));
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
            audit.list(
                    connection,
                    AuditFilter.all(),
                    listed -> entries.add(listed.logged().entry()));
            return entries;
        });
        return entries;
    }

    String messageRef(AgencyId sender, UUID id) {
        return pseudonyms.messageRef(sender, new MessageId(id.toString()));
    }

    /** The pseudonyms of the messages in the record. */
    List<String> recorded() {
        return database
                .transactions()
                .read(connection -> column(connection, "select message_ref from message"))
                .stream()
                .map(ref -> ref.replace("-", ""))
                .toList();
    }

    /** The view of a message in the record, decrypted; empty when it is not there. */
    String filed(AgencyId sender, UUID id) {
        CaseRecord record = new CaseRecord(custody, pseudonyms, new Remembering());
        return database.transactions()
                .read(connection -> record.message(connection, messageRef(sender, id)))
                .map(filed -> new String(filed.view().toArray(), StandardCharsets.UTF_8))
                .orElse("");
    }

    /** Everything that could not be read and is kept, decrypted. */
    List<String> unread() {
        Kept kept = new Kept(custody, pseudonyms, new Kept.Limits(0, 0, 0, java.time.Duration.ZERO));
        return database.transactions().read(connection -> {
            List<String> all = new ArrayList<>();
            for (Unread one : kept.open(connection)) {
                kept.arrival(connection, one)
                        .ifPresent(came -> all.add(came.bytes().text()));
            }
            return all;
        });
    }

    /** Every row of every table of ours, each as one text: bytes in hexadecimal. */
    List<String> rows() {
        return database.transactions().read(connection -> {
            List<String> rows = new ArrayList<>();
            for (String table : column(connection, "select tablename from pg_tables where schemaname = 'public'")) {
                column(connection, "select t::text from \"" + table + "\" t")
                        .forEach(row -> rows.add(table + " " + row));
            }
            return rows;
        });
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
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
