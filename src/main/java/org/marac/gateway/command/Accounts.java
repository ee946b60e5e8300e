package org.marac.gateway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.Optional;
import org.marac.gateway.audit.AuditReading;
import org.marac.gateway.audit.Listed;
import org.marac.gateway.audit.Shown;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Position;
import org.marac.gateway.seal.SignatureRejected;
import org.marac.gateway.seal.SignedDocuments;
import org.marac.gateway.storage.Transactions;

/** What does a receipt say, and what does the audit log say of the same message? */
public final class Accounts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SignedDocuments receipts;
    private final AuditReading reading;
    private final Transactions transactions;
    private final Clock clock;

    /**
     * @param receipts opens and verifies receipts
     * @param reading reads the audit log
     * @param transactions of the gateway's database
     * @param clock for the moment a receipt's certificate must be good
     */
    public Accounts(SignedDocuments receipts, AuditReading reading, Transactions transactions, Clock clock) {
        this.receipts = receipts;
        this.reading = reading;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * What a receipt says.
     *
     * @param document the signed JSON
     */
    record Receipt(JsonNode document) {
        String outcome() {
            return document.path("outcome").asText();
        }

        Position position() {
            return new Position(document.path("log").path("index").asLong());
        }
    }

    /** The verified receipt. */
    Receipt read(Bytes signed) {
        try {
            return new Receipt(
                    JSON.readTree(receipts.read(signed, clock.instant()).toArray()));
        } catch (SignatureRejected | JsonProcessingException e) {
            throw new IllegalStateException("This is not a receipt of the gateway", e);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("Bytes in memory can be read", e);
        }
    }

    /** The entry a receipt names. */
    Optional<Listed> entry(Receipt receipt) {
        return transactions
                .read(connection -> reading.show(connection, receipt.position()))
                .map(Shown::entry);
    }
}
