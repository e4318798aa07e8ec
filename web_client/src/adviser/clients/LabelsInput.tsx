/** Choosing labels, or making new ones: the list shuts once one is chosen, so that it hides no button below. */
import { TagsInput, type TagsInputProps } from "@mantine/core";
import { useState } from "react";

export function LabelsInput({ onChange, ...field }: TagsInputProps) {
  const [opened, setOpened] = useState(false);
  return (
    <TagsInput
      splitChars={[","]}
      acceptValueOnBlur
      {...field}
      dropdownOpened={opened}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      onSearchChange={(typed) => setOpened(typed !== "")}
      onChange={(names) => {
        onChange?.(names);
        setOpened(false);
      }}
    />
  );
}
