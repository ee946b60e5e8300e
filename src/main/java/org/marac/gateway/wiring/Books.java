package org.marac.gateway.wiring;

import java.time.Clock;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.idempotency.Recognition;
import org.marac.gateway.receipt.Receipts;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.Kept;
import org.marac.gateway.record.Pseudonyms;

/** The rooms that keep something of a message. */
record Books(
        Recognition recognition,
        CaseRecord caseRecord,
        PostgresAuditLog log,
        Outbox outbox,
        Holds holds,
        Receipts receipts,
        Pseudonyms pseudonyms,
        Kept kept,
        Clock clock) {}
