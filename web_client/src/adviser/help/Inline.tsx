/** Words of a help page: **bold**, and links to other pages as [[page|words]]. */
import type { ReactNode } from "react";
import { Link } from "react-router";

const MARK = /\*\*([^*]+)\*\*|\[\[([\w-]+)\|([^\]]+)\]\]/g;

export function Inline({ text }: { readonly text: string }) {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const mark of text.matchAll(MARK)) {
    parts.push(text.slice(from, mark.index));
    const [whole, bold, page, words] = mark;
    if (bold !== undefined) parts.push(<strong key={mark.index}>{bold}</strong>);
    else {
      parts.push(
        <Link key={mark.index} to={`/help/${page}`}>
          {words}
        </Link>,
      );
    }
    from = mark.index + whole.length;
  }
  parts.push(text.slice(from));
  return <>{parts}</>;
}
