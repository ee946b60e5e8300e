package org.marac.gateway.intake;

import org.apache.camel.Converter;
import org.marac.gateway.model.Bytes;

/** What goes back to an agency's receipts address. */
public sealed interface QueueReply {

    /**
     * The signed receipt.
     *
     * @param signed CMS SignedData, DER
     */
    record Receipt(Bytes signed) implements QueueReply {}

    /** Nothing: no agency was identified, so there is no one to answer. */
    record Silence() implements QueueReply {}

    /** Lets a route send a receipt as a bytes message. */
    @Converter(generateLoader = false)
    final class AsBytes {
        private AsBytes() {}

        @Converter
        public static byte[] toBytes(Receipt receipt) {
            return receipt.signed().toArray();
        }
    }
}
