/** What the parts of the kit take: the room, the page behind a link and the adviser's pages draw signing with these. */
import type { ReactNode } from "react";
import type { Point } from "../stage/geometry";
import type { PDFDocumentProxy } from "../stage/pdf";
import type { SigningFlow } from "./flow";
import type { DraftSigner, Field, FieldView, Order, SignerView } from "./types";

/** The document with everybody's fields over it. */
export interface SigningDocumentProps {
  readonly pdf: PDFDocumentProxy;
  readonly name: string;
  readonly page: number;
  /** Absent: somebody else turns the pages. */
  readonly onPage?: (page: number) => void;
  readonly fields: readonly FieldView[];
  readonly signers: readonly SignerView[];
  /** Who signs on this screen; their fields can be filled in through `flow`. */
  readonly flow?: SigningFlow | null;
  /** Who signs at this moment, where everybody looks on: theirs is the field that stands out. */
  readonly now?: string | null;
  /** Addresses of pictures of the marks of those who have signed, by the field's `ink_url`. See `useInks`. */
  readonly inks?: Readonly<Record<string, string>>;
  readonly zoom?: number;
  readonly onZoom?: (zoom: number) => void;
  /** Where a pointer is on the page, as fractions; undefined when it leaves. */
  readonly onPoint?: (place: Point | undefined) => void;
  /** A SignDialog floats over the right: the page makes room for it. */
  readonly beside?: boolean;
  /** More to lay over the page, such as pointers of others. */
  readonly overlay?: ReactNode;
}

/** Where the sender puts fields. The fields are the owner's: every change comes out as a whole new list. */
export interface FieldPlacerProps {
  readonly pdf: PDFDocumentProxy;
  readonly name: string;
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly signers: readonly DraftSigner[];
  readonly fields: readonly Field[];
  readonly onChange: (fields: readonly Field[]) => void;
  /** Whose fields are being placed. */
  readonly active: string;
  readonly onActive: (signerId: string) => void;
}

/** Who signs: name, e-mail address, language, order. */
export interface PeopleFormProps {
  readonly signers: readonly DraftSigner[];
  readonly onChange: (signers: readonly DraftSigner[]) => void;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  /** Show what is missing, also in fields nobody has been in yet. */
  readonly strict?: boolean;
  /** In a session: on whose screen each of them can sign. */
  readonly screens?: readonly { readonly id: string; readonly name: string }[];
  readonly suggestions?: readonly { readonly name: string; readonly email: string }[];
  readonly most?: number;
  /** Something to say of one of them, under their fields. */
  readonly note?: (signer: DraftSigner) => ReactNode;
}

/** The steps of one signer: details, signature, review. Beside the document when wide, a sheet at the bottom of a phone. */
export interface SignDialogProps {
  readonly flow: SigningFlow;
  readonly onClose?: () => void;
  /** "stage": floats over the right of what it stands in; "page": takes the place that it gets. */
  readonly place?: "stage" | "page";
  readonly onDecline?: () => void;
  readonly onDelegate?: () => void;
  /** Called to bring a field into sight; turns to its page. */
  readonly onShow?: (field: FieldView) => void;
}
