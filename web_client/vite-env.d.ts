/** Where the built client keeps the files of others that it loads at run time (filled in by Vite). */
declare const __PDFJS_ASSETS__: string;
declare const __SEGMENTATION_ASSETS__: string;
