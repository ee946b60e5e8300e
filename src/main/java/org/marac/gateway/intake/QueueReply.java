package org.marac.gateway.intake;

import org.apache.camel.CamelContext;
import org.apache.camel.support.SimpleTypeConverter;
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

    /** Lets routes send a receipt as a bytes message. */
    static void teach(CamelContext camel) {
        camel.getTypeConverterRegistry()
                .addTypeConverter(
                        byte[].class,
                        Receipt.class,
                        new SimpleTypeConverter(
                                false,
                                (type, exchange, value) ->
                                        ((Receipt) value).signed().toArray()));
    }
}
