package org.marac.gateway.record;

import java.time.Instant;
import java.util.Optional;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.kit.Remembering;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Message;
import org.marac.gateway.storage.Transactions;

/** The record in the database that all tests share. */
final class SharedRecord {
    private static final Transactions TRANSACTIONS = Databases.shared().transactions();

    private SharedRecord() {}

    static CaseRecord open() {
        KeyCustody custody = FileKeyCustody.in(Databases.sharedKeyFile());
        Pseudonyms pseudonyms = TRANSACTIONS.write(c -> Pseudonyms.open(c, custody));
        return new CaseRecord(custody, pseudonyms, new Remembering());
    }

    /** Files a message that was not decided on by what the record knows. */
    static CaseRecord.Entered file(CaseRecord record, Message message, Instant at) {
        return TRANSACTIONS.write(c -> record.file(
                        c,
                        new CaseRecord.Filing(
                                message,
                                Bytes.utf8("view"),
                                Bytes.utf8("evidence"),
                                Optional.empty(),
                                at,
                                Optional.empty()))
                .orElseThrow());
    }
}
