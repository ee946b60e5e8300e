package org.marac.gateway.record;

import java.util.UUID;
import org.marac.gateway.model.Bytes;

/** The key of one case, and what it encrypts: each value bound to its place, so that none can be moved to another. */
final class CaseKey {
    private static final String SCHEMA = "1";

    private final UUID caseRef;
    private final byte[] key;

    private CaseKey(UUID caseRef, byte[] key) {
        this.caseRef = caseRef;
        this.key = key;
    }

    static CaseKey create(UUID caseRef) {
        return new CaseKey(caseRef, Aead.newKey());
    }

    static CaseKey unwrap(KeyCustody custody, UUID caseRef, byte[] wrapped) {
        return new CaseKey(caseRef, custody.unwrap(Bytes.of(wrapped), context(caseRef)));
    }

    byte[] wrap(KeyCustody custody) {
        return custody.wrap(key, context(caseRef)).toArray();
    }

    byte[] encrypt(byte[] plain, String table, String column, String row) {
        return Aead.encrypt(key, plain, place(table, column, row));
    }

    byte[] decrypt(byte[] value, String table, String column, String row) {
        return Aead.decrypt(key, value, place(table, column, row));
    }

    private byte[] place(String table, String column, String row) {
        return Aead.context("marac-gateway", table, column, row, caseRef.toString(), SCHEMA);
    }

    private static String context(UUID caseRef) {
        return "case " + caseRef;
    }
}
